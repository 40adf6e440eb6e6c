using System.Text.Json;

namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// The stamp in a file beside the database: which database belongs here, and which generations its file may have. There are several while
/// a new one is on its way into the file.
/// </summary>
/// <param name="Id">Which database.</param>
/// <param name="From">The oldest generation that the file may still have.</param>
/// <param name="To">The newest.</param>
internal sealed record StampBeside(int Id, int From, int To)
{
    // One block of any disk, so that it is written whole or not at all, and never longer than before.
    private const int Length = 128;

    public static string PathOf(string database) => database + ".stamp";

    public bool Covers(StampInFile own) => own.Generation >= From && own.Generation <= To;

    /// <summary>Null when there is none, or nothing that can be read: then nothing is known, and nothing is refused.</summary>
    public static StampBeside? Of(string database)
    {
        try
        {
            using var read = JsonDocument.Parse(File.ReadAllBytes(PathOf(database)));
            var stamp = read.RootElement;
            return new(stamp.GetProperty("id").GetInt32(), stamp.GetProperty("from").GetInt32(), stamp.GetProperty("to").GetInt32());
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
            )
        {
            return null;
        }
    }

    /// <summary>Writes it to the disk, where it is before anything that follows.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string database)
    {
        var text = $$"""{"id":{{Id}},"from":{{From}},"to":{{To}}}""".PadRight(Length - 1) + "\n";
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(PathOf(database), options);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}
