namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// Tells whether a database file belongs to its folder. SQLite takes any write-ahead log beside a file for that file's own: a copy put
/// over a file in use would be mixed with the newer pages of that log.
/// </summary>
public static class SqliteStamp
{
    /// <summary>Checks the file and changes nothing. Call it before SQLite opens the file for the first time in this process.</summary>
    /// <param name="database">The path of the database file, which need not exist.</param>
    /// <exception cref="StoreUnusableException">The file does not belong here; the message says what to do.</exception>
    public static void Check(string database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var hasLog = HasLog(database);
        if (!IsThere(database))
        {
            if (hasLog)
                throw Missing(database);
            return;
        }

        if (Both(database) is not (var beside, var own))
            return;
        if (own.Id != 0 && own.Id != beside.Id)
            throw Another(database);
        if (hasLog && !beside.Covers(own))
            throw OverLog(database);
    }

    /// <summary>
    /// Checks the file and, when a person put an older or a new one into a clean folder, takes note of that: from here on it has a
    /// write-ahead log of its own. Call it while no other process uses the file.
    /// </summary>
    /// <param name="database">The path of the database file, which need not exist.</param>
    /// <exception cref="StoreUnusableException">The file does not belong here; the message says what to do.</exception>
    /// <exception cref="IOException">The note cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The note may not be written.</exception>
    public static void Admit(string database)
    {
        Check(database);
        if (StampBeside.Of(database) is not { } beside)
            return;
        if (!IsThere(database))
        {
            File.Delete(StampBeside.PathOf(database));
            return;
        }

        if (StampInFile.Of(database) is { } own && !beside.Covers(own))
            (beside with { From = Math.Min(beside.From, own.Generation), To = Math.Max(beside.To, own.Generation) }).Write(database);
    }

    /// <summary>Makes a folder expect the copy that is put into it next, whatever it expected before.</summary>
    /// <param name="database">The path that the copy will have.</param>
    /// <param name="copy">The copy, anywhere.</param>
    /// <exception cref="IOException">The stamp cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The stamp may not be written.</exception>
    public static void Expect(string database, string copy)
    {
        ArgumentNullException.ThrowIfNull(database);
        var newest = StampBeside.Of(database)?.To ?? 0;
        if (StampInFile.Of(copy) is { Id: not 0 } own)
            new StampBeside(own.Id, Math.Min(own.Generation, newest), Math.Max(own.Generation, newest)).Write(database);
        else
            File.Delete(StampBeside.PathOf(database));
    }

    /// <summary>Both stamps of one moment: the process that uses the file may be making the next one. Null when one is not known.</summary>
    private static (StampBeside Beside, StampInFile Own)? Both(string database)
    {
        while (StampBeside.Of(database) is { } beside && StampInFile.Of(database) is { } own)
        {
            if (StampBeside.Of(database) == beside)
                return (beside, own);
        }

        return null;
    }

    private static bool IsThere(string database) => new FileInfo(database) is { Exists: true, Length: > 0 };

    private static bool HasLog(string database) => new FileInfo(database + "-wal") is { Exists: true, Length: > 0 };

    private static StoreUnusableException Missing(string database) =>
        new(
            $"{database} is missing or empty, but {Log(database)} is there: the newest data of the file that was here. "
                + "Put that file back; if it is lost, move the -wal and -shm away and use \"handoff restore\"."
        );

    private static StoreUnusableException Another(string database) =>
        new(
            $"{database} is another database than the one of this folder. Put back the right one, or use \"handoff restore\"; "
                + $"if it is the right one, move {StampBeside.PathOf(database)} away, and {Log(database)} too unless it came with the file."
        );

    private static StoreUnusableException OverLog(string database) =>
        new(
            $"{database} is a copy that was put over a database in use: {Log(database)} beside it belongs to the file that was here, and opening both would mix them. "
                + "Move the -wal and -shm away (they are newer than the copy: keep them) and start again, or use \"handoff restore\". "
                + $"If file and -wal were moved here together, they belong to each other: move only {StampBeside.PathOf(database)} away."
        );

    private static string Log(string database) => Path.GetFileName(database) + "-wal";
}
