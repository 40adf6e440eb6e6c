using System.IO.Compression;
using System.Net;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Ledger;

/// <summary>PostgreSQL was restored from yesterday's backup; the broker, the hubs and the published ledger were not.</summary>
public sealed class When_a_plants_database_is_an_older_copy(RealServers servers) : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private PostgresDatabase _copy = null!;
    private VirtualHost _broker = null!;
    private RealStation _station = null!;
    private PublishedLog _log = null!;
    private byte[][] _seen = [];

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.Create(await servers.Postgres);
        _broker = await (await servers.RabbitMq).NewVirtualHost();
        _station = await RealStation.With(plant: (_database.ConnectionString, _broker.Amqp));
        _log = new PublishedLog(Path.Combine(_station.DataFolder, "ledger"), Path.Combine(_station.DataFolder, "ledger.key"));

        // Given a copy with one handoff done and one under way
        await _station.Start();
        await HandOff("PKG-1");
        _station.Vault.Fail = FailRules.TryParse("down", out var down, out _) ? down : throw new InvalidOperationException();
        (await _station.Submit("PKG-UNDER-WAY")).ShouldBe(HttpStatusCode.Accepted);
        await _station.UntilLeg("PKG-UNDER-WAY", "next_node", "complete");
        await _station.UntilLeg("PKG-UNDER-WAY", "vault_hub", "escalated");
        (await _station.Process.Terminate()).ShouldBe(0);
        _copy = await _database.Copy();

        // And much that happened after it, all of which is published
        _station.Vault.Fail = FailRules.None;
        await _station.Start();
        await _station.UntilLeg("PKG-UNDER-WAY", "vault_hub", "complete");
        await HandOff("PKG-LOST");
        await Published(_database);
        _seen = [.. _log.Checkpoints()];
        (await _station.Process.Terminate()).ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        await _broker.DisposeAsync();
        await _copy.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task It_signs_nothing_hands_off_on_and_is_resumed_with_every_checkpoint_true()
    {
        // When it is restored
        _station.Set("Store__ConnectionString", _copy.ConnectionString);
        var signed = _log.Head()!.Checkpoint.Size;
        var halted = Said("LEDGER HALTED");
        await _station.Start();

        // Then it says so, and goes on handing off
        (await halted).ShouldContain("it is an older copy");
        await HandOff("PKG-MEANWHILE");
        await _station.UntilLeg("PKG-UNDER-WAY", "vault_hub", "complete");
        var health = await _station.Runs("health", "--url", _station.Process.Url.ToString());
        health.ExitCode.ShouldBe(0);
        health.Text.ShouldContain("HALTED");
        health.Text.ShouldContain("ready, with ");
        _log.Head()!.Checkpoint.Size.ShouldBe(signed);
        (await _copy.Ask<long>("SELECT sum(entries)::bigint FROM ledger_index")).ShouldBeLessThan(signed);
        (await _station.Process.Terminate()).ShouldBe(0);

        // When an operator resumes it
        var resumed = await _station.Runs("ledger", "resume", "--reason", "the disk failed", "--by", "J. Doe");
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        resumed.Error.ShouldContain("were restored from the published log");
        (await _station.Runs("ledger", "resume", "--reason", "again")).Error.ShouldContain("Nothing to resume");
        await _station.Start();

        // And Guardian hands in again what the copy never knew: the hubs have it already, say so, and people are told
        (await _station.Submit("PKG-LOST")).ShouldBe(HttpStatusCode.Accepted);
        foreach (var leg in new[] { "vault_hub", "next_node" })
        {
            await _station.UntilLeg("PKG-LOST", leg, "escalated");
            (await _station.Find("PKG-LOST"))!
                .Value.GetProperty("legs")
                .GetProperty(leg)
                .GetProperty("last_error")
                .GetString()!
                .ShouldContain("came before with other bytes");
        }

        await Published(_copy);

        // Then its packs hold, also of what was finished twice and of what was handed in twice
        foreach (var package in new[] { "PKG-1", "PKG-UNDER-WAY", "PKG-LOST", "PKG-MEANWHILE" })
            await PackHolds(package, isFromBefore: package != "PKG-MEANWHILE");
        (await _station.Process.Terminate()).ShouldBe(0);

        // And the log is whole, with an entry that says why it has a seam
        var report = await _log.ShouldVerify(_seen);
        var said = report.Resumptions.ShouldHaveSingleItem();
        (said.Reason, said.By).ShouldBe(("the disk failed", "J. Doe"));
        var verified = await _station.Runs("ledger", "verify");
        verified.ExitCode.ShouldBe(0, verified.Text + verified.Error);
        verified.Error.ShouldContain("J. Doe resumed the ledger");
    }

    private async Task PackHolds(string package, bool isFromBefore)
    {
        var (file, folder) = (Path.Combine(_station.Folder, package + ".zip"), Path.Combine(_station.Folder, package));
        var made = await _station.Runs(
            "audit-pack",
            package,
            "--url",
            _station.Process.Url.ToString(),
            "--vkey",
            _log.Key.ToString(),
            "--jwks",
            _station.GuardianJwks,
            "--out",
            file
        );
        made.ExitCode.ShouldBe(0, made.Error);
        await ZipFile.ExtractToDirectoryAsync(file, folder);
        var verified = await Finished.Python(Path.Combine(folder, "verify.py"), "--vkey", _log.Key.ToString());
        verified.ExitCode.ShouldBe(0, $"{package}: {verified.Text}{verified.Error}");
        verified
            .Text.Contains("by J. Doe (the disk failed): its database had lost entries", StringComparison.Ordinal)
            .ShouldBe(isFromBefore, package);
    }

    private async Task HandOff(string packageId)
    {
        (await _station.Submit(packageId)).ShouldBe(HttpStatusCode.Accepted);
        await _station.UntilLeg(packageId, "vault_hub", "complete");
        await _station.UntilLeg(packageId, "next_node", "complete");
    }

    private async Task Published(PostgresDatabase store)
    {
        var entries = await store.Ask<long>("SELECT count(*) FROM ledger_entries");
        await _log.Until(head => head.Checkpoint.Size >= entries);
    }

    private async Task<string> Said(string words)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _station.Heard += line =>
        {
            if (line.Contains(words, StringComparison.Ordinal))
                said.TrySetResult(line);
        };
        return await said.Task.WaitAsync(RealStation.Patience);
    }
}
