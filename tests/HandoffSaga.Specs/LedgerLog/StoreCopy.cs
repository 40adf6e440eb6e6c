using HandoffSaga.Specs.Harness;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>A copy of a station's database, made while it stands still, as an operator makes one.</summary>
internal sealed class StoreCopy
{
    private readonly Dictionary<string, byte[]> _files;

    private StoreCopy(Dictionary<string, byte[]> files) => _files = files;

    /// <summary>Stops the station, copies, starts it again.</summary>
    public static async Task<StoreCopy> Of(Station station)
    {
        await Stop(station);
        var copy = new StoreCopy(Directory.GetFiles(station.Folder, "handoff.db*").ToDictionary(file => file, File.ReadAllBytes));
        await station.Start();
        return copy;
    }

    /// <summary>Nothing at all, as after a lost disk.</summary>
    public static StoreCopy Nothing => new([]);

    /// <summary>Stops the station and puts the copy in the place of what is there.</summary>
    public async Task Restore(Station station)
    {
        await Stop(station);
        foreach (var file in Directory.GetFiles(station.Folder, "handoff.db*"))
            File.Delete(file);
        foreach (var (file, bytes) in _files)
            await File.WriteAllBytesAsync(file, bytes);
    }

    // Readers keep their connections for the next one: to a file that is no longer there.
    public static async Task Stop(Station station)
    {
        await station.Stop();
        await using var connection = new SqliteConnection($"Data Source={station.Database}");
        SqliteConnection.ClearPool(connection);
    }
}
