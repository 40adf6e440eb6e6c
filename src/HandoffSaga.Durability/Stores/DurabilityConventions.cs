using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HandoffSaga.Durability;

/// <summary>How the engine stores values, for EF Core models of the same tables.</summary>
public static class DurabilityConventions
{
    /// <summary>
    /// Stores every <see cref="Guid"/> as 16 big-endian bytes (RFC 9562) and every <see cref="DateTimeOffset"/> as an integer of Unix
    /// milliseconds, which reads back in UTC. Call it from <see cref="DbContext.ConfigureConventions"/>.
    /// </summary>
    public static void UseSqliteStorageConventions(this ModelConfigurationBuilder conventions)
    {
        ArgumentNullException.ThrowIfNull(conventions);
        conventions.Properties<Guid>().HaveConversion<BigEndianUuid>().HaveColumnType("BLOB");
        conventions.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>().HaveColumnType("INTEGER");
    }

    /// <summary>
    /// Converts every <see cref="DateTimeOffset"/> to UTC, truncated to milliseconds; PostgreSQL's driver insists on UTC. Call it from
    /// <see cref="DbContext.ConfigureConventions"/>.
    /// </summary>
    public static void UsePostgresStorageConventions(this ModelConfigurationBuilder conventions)
    {
        ArgumentNullException.ThrowIfNull(conventions);
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcMilliseconds>().HaveColumnType("timestamp with time zone");
    }

    private sealed class UtcMilliseconds()
        : ValueConverter<DateTimeOffset, DateTimeOffset>(
            time => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds()),
            time => time
        );

    private sealed class BigEndianUuid() : ValueConverter<Guid, byte[]>(uuid => uuid.ToByteArray(true), bytes => new Guid(bytes, true));

    private sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        );
}
