using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace HandoffSaga.Storage.Postgres;

/// <summary>Lets <c>dotnet ef migrations add</c> see the model without a running host.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresHandoffDbContext>
{
    public PostgresHandoffDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresHandoffDbContext>().UseNpgsql("Host=localhost").Options);
}
