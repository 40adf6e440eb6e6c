using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

/// <summary>The suite's schema on PostgreSQL.</summary>
internal sealed class TicketDbContext(string connectionString) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTicketTables();
        modelBuilder.AddPostgresDurabilityTables();
    }
}
