using System.Buffers.Binary;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// The stamp in the first page of a database file, where SQLite leaves room for its user: read without SQLite, which would mix the file
/// with the write-ahead log beside it.
/// </summary>
/// <param name="Id">Which database it is (<c>application_id</c>); 0 when it was never stamped.</param>
/// <param name="Generation">Grows while the database is in use (<c>user_version</c>); 0 in a copy that was made of it.</param>
internal readonly record struct StampInFile(int Id, int Generation)
{
    public const int OfCopy = 0;

    // https://sqlite.org/fileformat2.html#the_database_header
    private const int GenerationAt = 60;
    private const int IdAt = 68;
    private const int HeaderLength = 100;

    /// <summary>Null when the file cannot be read or is no SQLite database: SQLite itself says so better.</summary>
    public static StampInFile? Of(string database)
    {
        try
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            using var file = File.OpenHandle(database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.Read(file, header, 0) == HeaderLength && header.StartsWith("SQLite format 3\0"u8)
                ? new(BinaryPrimitives.ReadInt32BigEndian(header[IdAt..]), BinaryPrimitives.ReadInt32BigEndian(header[GenerationAt..]))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
