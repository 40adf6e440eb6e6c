using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.Specs.Backups;

namespace HandoffSaga.Specs.Doctor;

public sealed class When_the_doctor_looks : IAsyncLifetime
{
    private readonly TcpListener _hub = new(IPAddress.Loopback, 0);
    private BackedUpStation _station = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub.Start();
        _station = await BackedUpStation.Started();
        var url = $"http://127.0.0.1:{((IPEndPoint)_hub.LocalEndpoint).Port}/";
        Set("Hubs__Vault__Url", url);
        Set("Hubs__Floor__Url", url);
        Set("Guardian__Jwks", _station.Station.GuardianJwks);
        Set("Contracts__Folder", _station.Station.Contracts);
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _station.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sound_station_is_found_sound_beside_its_service_and_without_and_nothing_is_written(bool running)
    {
        if (!running)
            await LedgerLog.StoreCopy.Stop(_station.Station);
        var before = Data();

        var outcome = await _station.Prompt.Types("doctor");

        outcome.ExitCode.ShouldBe(0, outcome.Output + outcome.Error);
        outcome.Output.ShouldNotContain("failed");
        foreach (var check in new[] { "settings", "permissions", "disk", "contracts", "expiry", "database", "clock", "ledger", "hub" })
            outcome.Lines.ShouldContain(line => line.Contains($"  {check}: ", StringComparison.Ordinal), check);
        Data().ShouldBe(before, ignoreOrder: true);
    }

    public static TheoryData<string, string> Faults =>
        new()
        {
            { "hub", "Hubs:Floor:Url" },
            { "guardian", "Guardian:Jwks" },
            { "setting", "Store:AwayAfter" },
            { "contract", "contracts check" },
            { "damage", "is damaged" },
            { "mixture", "a copy that was put over a database in use" },
            { "older", "it is an older copy" },
            { "no store", "there is no store" },
            { "nothing signed", "nothing that was signed is on this machine" },
            { "hub token", "Hubs:Vault:BearerTokenFile: bearer token file" },
            { "alert receiver", "Alerts:Urls http://127.0.0.1:1" },
            { "ledger key", "is missing" },
            { "ledger head", "ledger.key.head" },
            { "published entry", "findings" },
            { "secret", "chmod 600" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_wrong_is_named_with_what_to_do_and_exit_code_6(string fault, string named)
    {
        await Make(fault);

        var outcome = await _station.Prompt.Types("doctor", "--json");

        outcome.ExitCode.ShouldBe(6, outcome.Output + outcome.Error);
        using var answer = JsonDocument.Parse(outcome.Output);
        answer.RootElement.GetProperty("verdict").GetString().ShouldBe("failed");
        var failed = answer
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Where(finding => finding.GetProperty("verdict").GetString() == "failed")
            .ToList();
        failed.ShouldContain(finding => finding.ToString().Contains(named, StringComparison.Ordinal), outcome.Output);
        failed.ShouldAllBe(finding => finding.GetProperty("what_to_do").GetString()!.Length > 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_was_replaced_may_have_ended_and_the_last_one_may_not(bool replaced)
    {
        var keys = JsonNode.Parse(await File.ReadAllBytesAsync(_station.Station.GuardianJwks, Ends))!;
        var old = keys["keys"]![0]!.DeepClone();
        (old["kid"], old["exp"]) = ("guardian-0", 1);
        keys["keys"] = replaced ? new JsonArray(keys["keys"]![0]!.DeepClone(), old) : new JsonArray(old);
        await File.WriteAllTextAsync(_station.Station.GuardianJwks, keys.ToJsonString(), Ends);

        var outcome = await _station.Prompt.Types("doctor");

        outcome.ExitCode.ShouldBe(replaced ? 0 : 6, outcome.Output);
        outcome.Output.Contains("the key guardian-0 expired", StringComparison.Ordinal).ShouldBe(!replaced);
    }

    [Fact]
    public async Task A_clock_that_could_not_be_compared_is_not_called_right()
    {
        await Make("damage");
        await using (var file = new FileStream(_station.Station.Database, FileMode.Open, FileAccess.ReadWrite))
            await file.WriteAsync(RandomNumberGenerator.GetBytes(4096), Ends);

        var outcome = await _station.Prompt.Types("doctor");

        outcome.Output.ShouldContain("warn    clock: it could not be compared with the store.");
    }

    [Fact]
    public async Task A_backup_that_was_made_is_known_and_one_that_is_too_old_is_a_warning()
    {
        (await _station.BacksUp()).ExitCode.ShouldBe(0);
        (await _station.Prompt.Types("doctor")).Output.ShouldContain("ok      backup: the last one was made at ");

        Set("Backup__WarnAfter", "1ms");
        var outcome = await _station.Prompt.Types("doctor");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldContain("warn    backup: the last one was made at ");
        outcome.Output.ShouldContain("handoff backup FOLDER");
    }

    private async Task Make(string fault)
    {
        var folder = _station.Station.Folder;
        switch (fault)
        {
            case "hub":
                Set("Hubs__Floor__Url", "http://127.0.0.1:1/");
                break;
            case "guardian":
                File.Delete(_station.Station.GuardianJwks);
                break;
            case "setting":
                Set("Store__AwayAfter", "soon");
                break;
            case "contract":
                _station.Station.GivenContract("SC-BROKEN", "contract_type: [");
                break;
            case "damage":
                await LedgerLog.StoreCopy.Stop(_station.Station);
                await using (var file = new FileStream(_station.Station.Database, FileMode.Open, FileAccess.ReadWrite))
                {
                    file.Position = file.Length / 2 / 4096 * 4096;
                    await file.WriteAsync(RandomNumberGenerator.GetBytes(5 * 4096), Ends);
                }

                break;
            case "mixture":
                (await _station.BacksUp()).ExitCode.ShouldBe(0);
                await LedgerLog.StoreCopy.Stop(_station.Station);
                File.Copy(Path.Combine(_station.Backup, "handoff.db"), _station.Station.Database, overwrite: true);
                await File.WriteAllTextAsync(_station.Station.Database + "-wal", "of the file that was here", Ends);
                break;
            case "older":
                (await _station.BacksUp()).ExitCode.ShouldBe(0);
                await _station.HandOff("PKG-2");
                await _station.Publish();
                await _station.Loses(ledgerToo: false);
                (await _station.Restores()).ExitCode.ShouldBe(0);
                break;
            case "no store":
                await LedgerLog.StoreCopy.Stop(_station.Station);
                foreach (var file in Directory.GetFiles(folder, "handoff.db*"))
                    File.Delete(file);
                break;
            case "nothing signed":
                await LedgerLog.StoreCopy.Stop(_station.Station);
                File.Delete(Path.Combine(folder, "ledger.key.head"));
                Directory.Delete(_station.LedgerFolder, recursive: true);
                break;
            case "hub token":
                Set("Hubs__Vault__BearerTokenFile", Path.Combine(folder, "no-such-token"));
                break;
            case "alert receiver":
                Set("Alerts__Urls", "http://127.0.0.1:1/");
                break;
            case "ledger key":
                File.Delete(Path.Combine(folder, "ledger.key"));
                break;
            case "ledger head":
                await File.WriteAllTextAsync(Path.Combine(folder, "ledger.key.head"), "", Ends);
                break;
            case "published entry":
                var bundle = Directory
                    .GetFiles(Path.Combine(_station.LedgerFolder, "tile", "entries"), "*", SearchOption.AllDirectories)
                    .MaxBy(file => new FileInfo(file).Length)!;
                var bytes = await File.ReadAllBytesAsync(bundle, Ends);
                bytes[^3] ^= 1;
                await File.WriteAllBytesAsync(bundle, bytes, Ends);
                break;
            case "secret":
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(Path.Combine(folder, "ledger.key"), (UnixFileMode)0b110_100_100);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }

    private void Set(string key, string value) => _station.Prompt.Variables["HANDOFF_" + key] = value;

    // SQLite's own index of the write-ahead log is memory that readers share.
    private Dictionary<string, string> Data() =>
        _station
            .Files()
            .Where(file =>
                !file.Key.EndsWith("-shm", StringComparison.Ordinal)
                && (file.Value.Length > 0 || !file.Key.EndsWith("-wal", StringComparison.Ordinal))
            )
            .ToDictionary();
}
