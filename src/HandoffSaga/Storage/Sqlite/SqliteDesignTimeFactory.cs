using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>Lets <c>dotnet ef migrations add</c> see the model without a running host.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteHandoffDbContext>
{
    public SqliteHandoffDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteHandoffDbContext>().UseSqlite("Data Source=:memory:").Options);
}
