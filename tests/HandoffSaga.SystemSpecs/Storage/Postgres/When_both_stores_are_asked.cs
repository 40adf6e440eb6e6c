using System.Text.Json;
using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Status;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Status;
using HandoffSaga.Storage;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.Transfers;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

/// <summary>A station's store and a plant's, with the same in them, answer every question alike.</summary>
public sealed class When_both_stores_are_asked(RealServers servers)
{
    private static readonly DateTimeOffset Received = Handoffs.Received;

    private static readonly TransferFilter[] Filters =
    [
        TransferFilter.None,
        .. OverallStatus.Vocabulary.Names.Select(status => new TransferFilter { Status = status }),
        .. LegStatusNames.Vocabulary.Names.Select(status => new TransferFilter { LegStatus = status }),
        .. LegStatusNames.Vocabulary.Names.Select(status => new TransferFilter { LegStatus = status, Leg = Destination.VaultHub }),
        .. LegStatusNames.Vocabulary.Names.Select(status => new TransferFilter { LegStatus = status, Leg = Destination.NextNode }),
        new() { Error = "503" },
        new() { Error = "%" },
        new() { Error = "http 503" },
        new() { AttemptsMin = 2 },
        new() { ClientpoId = "CPO-2025-001" },
        new() { PartId = "PART-0001" },
        new() { PartNumber = "PN-2" },
        new() { Station = "NODE-CP-001" },
        new() { TestId = "T-2" },
        new() { From = Received.AddMinutes(2).ToOffset(TimeSpan.FromHours(2)) },
        new() { To = Received.AddMinutes(2) },
    ];

    [Fact]
    public async Task They_answer_alike()
    {
        await using var plant = await PlantStore.Migrated(await servers.Postgres);
        await using var station = await StationStore.Migrated();
        foreach (var transfer in Transfers())
        {
            await station.Write(transfer);
            await plant.Write(transfer);
            foreach (var row in Rows(transfer))
            {
                await station.Write(row);
                await plant.Write(row);
            }
        }

        foreach (var filter in Filters)
        {
            var expected = await Pages(station.Queries, filter);
            (await Pages(plant.Queries, filter)).ShouldBe(expected, filter.ToString());
        }

        foreach (var (question, ask) in Questions())
        {
            (await ask(plant.Queries)).ShouldBe(await ask(station.Queries), question);
        }
    }

    private static IEnumerable<TransferState> Transfers() =>
        [
            Handoffs.OnItsWay("PKG-1"),
            Handoffs.OnItsWay(
                "PKG-2",
                transfer => (transfer.ReceivedAt, transfer.PartNumber, transfer.TestId) = (Received.AddMinutes(1), "PN-2", "T-2")
            ),
            Handoffs.OnItsWay("PKG-3", transfer => transfer.Vault.Fail(LegStatus.RetryPending, 3, "HTTP 503", Received.AddMinutes(9))),
            Handoffs.OnItsWay("PKG-4", transfer => transfer.NextNode.Fail(LegStatus.Escalated, 4, "100 % refused")),
            Handoffs.OnItsWay(
                "PKG-5",
                transfer =>
                {
                    transfer.ReceivedAt = Received.AddMinutes(3);
                    transfer.Vault.Complete(Received.AddMinutes(4));
                    transfer.NextNode.Complete(Received.AddMinutes(5));
                    transfer.CompletedAt = Received.AddMinutes(5);
                }
            ),
        ];

    private static IEnumerable<Row> Rows(TransferState transfer)
    {
        var at = transfer.ReceivedAt;
        yield return Tables.AttemptWaiting.Row(transfer.CorrelationId, "vault_hub", 1L, "first", at);
        if (transfer.PackageId != "PKG-1")
        {
            yield return Tables.AttemptStarted.Row(
                transfer.CorrelationId,
                "vault_hub",
                1L,
                "first",
                at,
                at.AddMilliseconds(5),
                Guid.Empty,
                new string('b', 64),
                "key"
            );
        }

        if (transfer.PackageId == "PKG-3")
        {
            yield return Tables.AttemptEnded.Row(
                transfer.CorrelationId,
                "vault_hub",
                1L,
                "first",
                at.AddSeconds(1),
                "transient",
                503L,
                "HTTP 503",
                "busy",
                new string('d', 64),
                "{\"ledger_origin\":\"o\",\"ledger_root\":null,\"ledger_size\":1,\"problem\":null,\"signed\":true,\"standing\":\"consistent\"}",
                "http:503"
            );
        }

        yield return Tables.Packages.Row(
            transfer.CorrelationId,
            "vault_hub",
            "{\"package_id\":\"P\"}"u8.ToArray(),
            new string('b', 64),
            at
        );
        yield return Tables.LedgerEntries.Row(
            Guid.NewGuid(),
            transfer.CorrelationId,
            transfer.PackageId,
            "transfer",
            1L,
            "receive_authorization",
            "{\"n\":1}"u8.ToArray(),
            new byte[32],
            at
        );
        yield return Tables.LedgerEntries.Row(
            Guid.NewGuid(),
            transfer.CorrelationId,
            transfer.PackageId,
            "transfer",
            2L,
            "read_routing",
            "{\"n\":2}"u8.ToArray(),
            new byte[32],
            at
        );
    }

    private static IEnumerable<(string Question, Func<TransferQueries, Task<string>> Ask)> Questions()
    {
        foreach (var package in new[] { "PKG-1", "PKG-2", "PKG-3", "PKG-5", "PKG-unknown" })
        {
            yield return ($"find {package}", async queries => Json(await queries.Find(package, Ends)));
            yield return ($"attempts {package}", async queries => Json(await queries.Attempts(package, Ends)));
            yield return ($"audit {package}", async queries => Json(await queries.Audit(package, Ends)));
            yield return ($"package {package}", async queries => Json(await queries.Package(package, Destination.VaultHub, Ends)));
        }

        yield return ("hubs", async queries => Json(await queries.Hubs(Ends)));
        yield return ("rejected", async queries => Json(await queries.Rejected(null, 10, Ends)));
    }

    /// <summary>Two to a page, so that cursors are followed.</summary>
    private static async Task<string> Pages(TransferQueries queries, TransferFilter filter)
    {
        var pages = new List<string>();
        TransferCursor? cursor = null;
        do
        {
            var page = await queries.List(filter, cursor, 2, Ends);
            pages.Add($"{page.Total}: {string.Join(", ", page.Items.Select(item => $"{item.PackageId} {item.Status}"))}");
            cursor = page.NextCursor is { } next ? TransferCursor.Parse(next) : null;
        } while (cursor is not null);
        return string.Join('\n', pages);
    }

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    private static string Json<T>(T answer) => JsonSerializer.Serialize(answer);
}
