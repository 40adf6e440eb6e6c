using HandoffSaga.Durability;
using HandoffSaga.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Storage.Postgres;

/// <summary>The store of a plant: one PostgreSQL database, shared by all replicas.</summary>
internal sealed class PostgresHandoffDbContext(DbContextOptions<PostgresHandoffDbContext> options) : HandoffDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UsePostgresStorageConventions();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddPostgresDurabilityTables();
        KeepHotTablesSmall(modelBuilder);
    }

    /// <summary>
    /// Vacuum must run by the number of changed or deleted rows, not by a share of all rows kept over the years, which is the server's
    /// default. Every commit updates the writers' rows: free space on their page lets each new version replace the old one without touching
    /// an index.
    /// </summary>
    private static void KeepHotTablesSmall(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TransferRow>().HasStorageParameter("fillfactor", 80);
        modelBuilder.Entity<StoreWriterRow>().HasStorageParameter("fillfactor", 10);
        foreach (var hot in new[] { typeof(TransferRow), typeof(AttemptRow), typeof(OutboxRow) })
        {
            modelBuilder
                .Entity(hot)
                .HasStorageParameter("autovacuum_vacuum_scale_factor", 0)
                .HasStorageParameter("autovacuum_vacuum_threshold", 5000)
                .HasStorageParameter("autovacuum_vacuum_cost_delay", 0)
                .HasStorageParameter("autovacuum_analyze_scale_factor", 0.02);
        }
    }
}
