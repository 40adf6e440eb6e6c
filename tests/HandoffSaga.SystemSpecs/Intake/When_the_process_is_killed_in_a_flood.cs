using System.Net;
using System.Text;
using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Harness;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.SystemSpecs.Intake;

/// <summary>What was refused and not told by itself is told in a sum, also where the process that counted it was killed.</summary>
public sealed class When_the_process_is_killed_in_a_flood
{
    private const int OneByOne = 10;
    private const int Flood = 40;

    [Fact]
    public async Task The_next_run_tells_its_sum_once()
    {
        // Given more bad signoffs in a minute than are told one by one
        await using var station = await RealStation.With();
        await station.Start();
        for (var i = 0; i < Flood; i++)
            (await station.SubmitRaw(Encoding.UTF8.GetBytes("{ not json"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Told(station)).Count.ShouldBe(OneByOne);

        // When the process is killed before the minute is over, and started twice
        await station.Process.Kill();
        await station.Start();
        var told = await Until(station, OneByOne + 1);
        await station.Process.Kill();
        await station.Start();

        // Then
        told[^1].Metadata.Get("rejection_count")!.AsInteger().ShouldBe(Flood - OneByOne);
        (await station.SubmitRaw(Encoding.UTF8.GetBytes("{ not json either"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Until(station, OneByOne + 2))[^1].Metadata.Get("rejection_count").ShouldBeNull("nothing is told twice");
    }

    private static async Task<IReadOnlyList<LedgerEntry>> Until(RealStation station, int entries)
    {
        using var patience = new CancellationTokenSource(RealStation.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await Told(station) is var told && told.Count >= entries)
                return told;
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task<IReadOnlyList<LedgerEntry>> Told(RealStation station)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(station.DataFolder, "handoff.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT entry FROM ledger_entries WHERE action = 'reject_authorization' ORDER BY seq";
        await using var reader = await command.ExecuteReaderAsync();
        var told = new List<LedgerEntry>();
        while (await reader.ReadAsync())
            told.Add(LedgerEntry.Parse((byte[])reader[0]));
        return told;
    }
}
