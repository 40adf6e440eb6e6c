using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.Status;
using HandoffSaga.Status.Views;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Postgres;
using HandoffSaga.Storage.Sqlite;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Ledger;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.SystemSpecs.Upgrade;

/// <summary>Its process was killed in the midst of its work; this program goes on with what it left.</summary>
public sealed class When_a_database_of_the_version_before_is_opened(RealServers servers)
{
    public static TheoryData<string> Versions => OlderSite.Versions;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_station_goes_on_where_it_stood(string version)
    {
        var older = OlderSite.Station(version);
        await using var station = await RealStation.With();
        await older.MoveInto(station);
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(station.DataFolder, "handoff.db"),
            Pooling = false,
        }.ToString();

        await using (
            var store = new ServiceCollection()
                .AddLogging()
                .AddSqliteStorage(connection)
                .AddSingleton<TransferQueries>()
                .BuildServiceProvider()
        )
        {
            await ShowsWhatWasShown(older, store);
        }

        await GoesOn(older, station);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_plant_goes_on_where_it_stood(string version)
    {
        var older = OlderSite.Plant(version);
        await using var database = await PostgresDatabase.Create(await servers.Postgres);
        await database.Execute(await older.Dump());
        await using var broker = await (await servers.RabbitMq).NewVirtualHost();
        await using var station = await RealStation.With(plant: (database.ConnectionString, broker.Amqp));
        await older.MoveInto(station);

        await using (
            var store = new ServiceCollection()
                .AddLogging()
                .AddPostgresStorage(database.ConnectionString)
                .AddSingleton<TransferQueries>()
                .BuildServiceProvider()
        )
        {
            await ShowsWhatWasShown(older, store);
        }

        await GoesOn(older, station);
    }

    /// <summary>The schema is brought up to date, and every transfer and every rejected signoff is shown as it was.</summary>
    private static async Task ShowsWhatWasShown(OlderSite older, ServiceProvider store)
    {
        await store.GetRequiredService<ISchema>().Migrate(Ends);

        var queries = store.GetRequiredService<TransferQueries>();
        foreach (var transfer in older.Transfers)
        {
            var shown = JsonSerializer.SerializeToNode(
                (await queries.Find((string)transfer["package_id"]!, Ends)).ShouldNotBeNull(),
                StatusJson.Default.TransferView
            );
            MembersOf(transfer, shown, (string)transfer["package_id"]!);
        }

        (await queries.Rejected(null, 100, Ends)).Items.Select(rejected => rejected.RejectionId.ToString()).ShouldBe(older.Rejected);
    }

    private static async Task GoesOn(OlderSite older, RealStation station)
    {
        // Given hubs that are there now, and a contract that is still missing
        station.Set("Contracts__Recheck", "1s");
        await station.Start();
        await station.UntilLeg("PKG-OPEN", "vault_hub", "complete");
        (await station.Find("PKG-HELD"))!.Value.GetProperty("status").GetString().ShouldBe("held");
        (await station.Find("PKG-REFUSED"))!.Value.GetProperty("status").GetString().ShouldBe("escalated");

        // When the contract is put in place, and an operator redelivers what the hub had refused for good
        await File.WriteAllTextAsync(
            Path.Combine(station.Folder, "contracts", "SC-2025-001-LATE.yaml"),
            RealStation.Contract.Replace("SC-2025-001-CP-TEST1", "SC-2025-001-LATE", StringComparison.Ordinal),
            Ends
        );
        var redelivered = await station.Runs(
            "redeliver",
            "PKG-REFUSED",
            "--leg",
            "vault_hub",
            "--reason",
            "the order is known now",
            "--by",
            "J. Doe",
            "--url",
            station.Process.Url.ToString()
        );
        redelivered.ExitCode.ShouldBe(0, redelivered.Error);

        // Then everything completes, with what is new; each open leg went once, and what the hubs had did not go again
        (await station.Submit("PKG-NEW")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilComplete(older.Transfers.Count + 1);
        station
            .Vault.AcceptedByKey.Concat(station.Floor.AcceptedByKey)
            .Where(key => !key.Key.StartsWith("XFER-PKG-NEW:", StringComparison.Ordinal))
            .OrderBy(key => key.Key, StringComparer.Ordinal)
            .ShouldBe(older.Open.Select(key => KeyValuePair.Create(key, 1)));
        station
            .Vault.Received.Concat(station.Floor.Received)
            .Select(request => request.IdempotencyKey)
            .Intersect(older.Accepted)
            .ShouldBeEmpty();

        // And what was accepted then is a duplicate now
        var (status, answer) = await station.SubmitRaw(
            JsonSerializer.SerializeToUtf8Bytes(await station.Get("transfers/PKG-DONE-1/signoff"))
        );
        status.ShouldBe(HttpStatusCode.OK, answer.ToString());

        // And the ledger is one, from its first entry on
        var entries = older.LedgerEntries;
        var log = new PublishedLog(Path.Combine(station.DataFolder, "ledger"), Path.Combine(station.DataFolder, "ledger.key"));
        await log.Until(head => head.Checkpoint.Size > entries);
        (await station.Process.Terminate()).ShouldBe(0);
        log.Checkpoints().Count().ShouldBeGreaterThan(1);
        (await log.ShouldVerify([])).Resumptions.ShouldBeEmpty();
        var verified = await station.Runs("ledger", "verify");
        verified.ExitCode.ShouldBe(0, verified.Text + verified.Error);
    }

    /// <summary>What was shown then is shown now; a member that is new does no harm.</summary>
    private static void MembersOf(JsonNode? then, JsonNode? now, string path)
    {
        if (then is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                now.ShouldBeOfType<JsonObject>(path).ContainsKey(name).ShouldBeTrue($"{path}.{name}");
                MembersOf(value, now[name], $"{path}.{name}");
            }
        }
        else
        {
            JsonNode.DeepEquals(then, now).ShouldBeTrue($"{path}: {now?.ToJsonString()} instead of {then?.ToJsonString()}");
        }
    }
}
