using HandoffSaga.Specs.Cli;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.LedgerLog;

namespace HandoffSaga.Specs.Backups;

/// <summary>A station with a published ledger, and its operator at a prompt.</summary>
internal sealed class BackedUpStation : IAsyncDisposable
{
    private BackedUpStation(Station station)
    {
        Station = station;
        Prompt.Variables["HANDOFF_DataFolder"] = station.Folder;
        Prompt.Variables["HANDOFF_Node__Id"] = "NODE-LP-001";
        Prompt.Variables["HANDOFF_Ledger__Folder"] = "replica";
    }

    public Station Station { get; }

    public Prompt Prompt { get; } = new();

    public string Backup => Path.Combine(Prompt.Folder, "backup");

    public string LedgerFolder => Path.Combine(Station.Folder, "replica");

    /// <summary>One with a handoff that is done and in the ledger.</summary>
    public static async Task<BackedUpStation> Started()
    {
        var made = new BackedUpStation(await Station.Started());
        await made.HandOff("PKG-1");
        await made.Publish();
        return made;
    }

    public async Task HandOff(string packageId)
    {
        await Station.Send(SampleSignoffs.For(packageId, SampleSignoffs.ToNextNode()));
        await Station.UntilComplete(packageId);
    }

    /// <summary>Publishes what is waiting.</summary>
    public async Task Publish()
    {
        using var log = await new Replica(Station).Opened();
        await log.CatchUp();
        await log.Verified();
    }

    public Task<Outcome> BacksUp(string folder = "backup") => Prompt.Types("backup", folder);

    public Task<Outcome> Restores(string folder = "backup") => Prompt.Types("restore", folder);

    /// <summary>Stops it and loses everything but its contracts and Guardian's keys.</summary>
    public async Task Loses(bool ledgerToo = true)
    {
        await StoreCopy.Stop(Station);
        foreach (var file in Directory.GetFiles(Station.Folder, "handoff.db*"))
            File.Delete(file);
        if (!ledgerToo)
            return;
        Directory.Delete(LedgerFolder, recursive: true);
        foreach (var file in Directory.GetFiles(Station.Folder, "ledger.key*"))
            File.Delete(file);
    }

    /// <summary>Every file of the data folder with its bytes, but the lock, which anybody may make.</summary>
    public Dictionary<string, string> Files() =>
        Directory
            .EnumerateFiles(Station.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)));

    public async ValueTask DisposeAsync()
    {
        await Station.DisposeAsync();
        Prompt.Dispose();
    }
}
