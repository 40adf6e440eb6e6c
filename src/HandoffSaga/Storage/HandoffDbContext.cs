using System.Text.Json;
using HandoffSaga.Durability;
using HandoffSaga.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Storage;

/// <summary>
/// The store as EF Core sees it: schema, migrations and the status reads. The hot write path bypasses it and writes rows of the
/// <see cref="Tables"/> shapes. Each provider has a context of its own, for its conventions and its migrations.
/// </summary>
internal abstract class HandoffDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<TransferRow> Transfers => Set<TransferRow>();

    public DbSet<PackageRow> Packages => Set<PackageRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<LedgerEntryRow> LedgerEntries => Set<LedgerEntryRow>();

    public DbSet<LedgerIndexRow> LedgerIndex => Set<LedgerIndexRow>();

    public DbSet<LedgerHeadRow> LedgerHeads => Set<LedgerHeadRow>();

    public DbSet<LedgerIdentityRow> LedgerIdentity => Set<LedgerIdentityRow>();

    public DbSet<LedgerForwardRow> LedgerForwards => Set<LedgerForwardRow>();

    public DbSet<RejectedRow> Rejected => Set<RejectedRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new TransferTableConfiguration());
        modelBuilder.ApplyConfiguration(new PackageTableConfiguration());
        modelBuilder.ApplyConfiguration(new AttemptTableConfiguration());
        modelBuilder.ApplyConfiguration(new LedgerTableConfiguration());
        modelBuilder.ApplyConfiguration(new LedgerIndexTableConfiguration());
        modelBuilder.ApplyConfiguration(new LedgerHeadTableConfiguration());
        modelBuilder.ApplyConfiguration(new LedgerIdentityTableConfiguration());
        modelBuilder.ApplyConfiguration(new LedgerForwardTableConfiguration());
        modelBuilder.ApplyConfiguration(new RejectedTableConfiguration());
        NameColumnsInSnakeCase(modelBuilder);
        modelBuilder.AddDurabilityTables();
    }

    private static void NameColumnsInSnakeCase(ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
