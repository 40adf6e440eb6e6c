using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>The store of a station: one SQLite file.</summary>
internal sealed class SqliteHandoffDbContext(DbContextOptions<SqliteHandoffDbContext> options) : HandoffDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuid>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
    }

    private sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(value => value.ToByteArray(true), bytes => new Guid(bytes, true));

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        value => value.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
