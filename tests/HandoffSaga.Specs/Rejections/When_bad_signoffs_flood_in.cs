using System.Diagnostics.Metrics;
using System.Text;
using HandoffSaga.Alerts;
using HandoffSaga.Ledger;
using HandoffSaga.Rejections;
using HandoffSaga.Specs.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Rejections;

public sealed class When_bad_signoffs_flood_in : IAsyncLifetime
{
    private Station _station = null!;
    private AlertReceiver _told = null!;

    public async ValueTask InitializeAsync()
    {
        _told = await AlertReceiver.Start();
        _station = await Station.Started(s => s.Alerts = new AlertOptions { FloorHubUrl = _told.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        await _told.DisposeAsync();
    }

    [Fact]
    public async Task Ten_are_reported_one_by_one_and_the_rest_of_the_minute_in_one_sum()
    {
        await SendBad(37);
        (await Entries()).Count.ShouldBe(10);
        for (var alert = 0; alert < 10; alert++)
            (await _told.Next()).Alert.GetProperty("detail").GetString().ShouldStartWith("The body is not one JSON document");

        _station.Clock.Advance(RejectionThrottle.Window);

        (await _told.Next()).Alert.GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith("27 more signoffs were rejected");
        var sum = (await Entries())[^1];
        sum.Action.ShouldBe("reject_authorization");
        sum.Metadata.Get("rejection_count")!.AsInteger().ShouldBe(27);
        sum.Metadata.GetObject("reasons")!.Get("not_json")!.AsInteger().ShouldBe(27);
        (await Entries()).Count.ShouldBe(11);
        _told.Waiting.ShouldBe(0);
        (await Kept()).ShouldBe(37, "each is kept for inspection nevertheless");
    }

    [Fact]
    public async Task The_next_minute_has_ten_of_its_own()
    {
        await SendBad(10);
        _station.Clock.Advance(RejectionThrottle.Window);

        await SendBad(1);

        (await Entries()).Count.ShouldBe(11);
    }

    [Fact]
    public async Task Conflicts_are_part_of_the_flood()
    {
        await _station.Send(Harness.SampleSignoffs.For("PKG-1", Harness.SampleSignoffs.ToNextNode()));
        await _station.UntilComplete("PKG-1");
        await SendBad(9);

        foreach (var station in new[] { "NODE-A", "NODE-B", "NODE-C" })
            await _station.Send(Harness.SampleSignoffs.For("PKG-1", Harness.SampleSignoffs.ToNextNode(station: station)));

        (await _station.LedgerOf("PKG-1")).Count(e => e.Action == "conflicting_authorization").ShouldBe(1);
        (await Kept()).ShouldBe(12);
        var entries = (await _station.AllLedgerEntries()).Count;
        _station.Clock.Advance(RejectionThrottle.Window);
        await _station.UntilWritten("ledger_entries", entries + 1);
        (await _station.AllLedgerEntries())[^1].Metadata.GetObject("reasons")!.Get("conflict")!.AsInteger().ShouldBe(2);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-86_400)]
    [InlineData(86_400)]
    public async Task The_sum_comes_after_a_minute_whatever_happens_to_the_clock(int seconds)
    {
        await SendBad(15);

        _station.Clock.Set(TimeSpan.FromSeconds(seconds));
        await SendBad(1);
        _station.Clock.Advance(RejectionThrottle.Window);

        await _station.UntilWritten("ledger_entries", 11);
        (await Entries())[^1].Metadata.Get("rejection_count")!.AsInteger().ShouldBe(6);
        await SendBad(1);
        (await Entries()).Count.ShouldBe(12, "the next minute has begun");
    }

    [Fact]
    public async Task What_a_run_did_not_live_to_sum_up_the_next_one_does()
    {
        await SendBad(15);
        await _station.Stop();
        _station.Clock.Advance(TimeSpan.FromMilliseconds(10));

        await _station.Start();

        await _station.UntilWritten("ledger_entries", 11);
        (await Entries())[^1].Metadata.Get("rejection_count")!.AsInteger().ShouldBe(5);
        await _station.Restart();
        await SendBad(1);
        (await Entries()).Count.ShouldBe(12, "what was summed up once is not summed up again");
    }

    [Fact]
    public async Task What_another_process_did_not_live_to_sum_up_this_one_does_when_it_has_had_its_time()
    {
        // Given a process that writes twelve to the same store, and is heard of no more
        var died = new RejectionThrottle(_station.Clock);
        for (var i = 0; i < 12; i++)
            await Book.Write(died.Admit("not_json", "queue", null, "", default), CancellationToken.None);

        _station.Clock.Advance(RejectionThrottle.Window);
        await SendBad(1);
        (await Entries()).Count.ShouldBe(11, "that process may only be slow");
        _station.Clock.Advance(RejectionThrottle.Window);

        await _station.UntilWritten("ledger_entries", 12);
        (await Entries())[^1].Metadata.Get("rejection_count")!.AsInteger().ShouldBe(2);
    }

    [Fact]
    public async Task One_from_before_the_clock_was_set_back_does_not_wait_for_its_time_to_come_again()
    {
        var died = new RejectionThrottle(_station.Clock);
        for (var i = 0; i < 12; i++)
            await Book.Write(died.Admit("not_json", "queue", null, "", default), CancellationToken.None);

        _station.Clock.Set(TimeSpan.FromDays(-1));
        _station.Clock.Advance(RejectionSummaries.PollInterval);

        await _station.UntilWritten("ledger_entries", 11);
        (await Entries())[^1].Metadata.Get("rejection_count")!.AsInteger().ShouldBe(2);
    }

    [Fact]
    public async Task A_sum_that_two_processes_tell_is_reported_once()
    {
        var died = new RejectionThrottle(_station.Clock);
        for (var i = 0; i < 11; i++)
            await Book.Write(died.Admit("not_json", "queue", null, "", default), CancellationToken.None);
        var sum = (await Untold()).ShouldHaveSingleItem();

        await Book.Write(sum, CancellationToken.None);
        await Book.Write(sum, CancellationToken.None);

        (await Entries()).Count.ShouldBe(11);
        (await Untold()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sum_counts_also_those_that_the_store_has_dropped_since()
    {
        var died = new RejectionThrottle(_station.Clock);
        await Task.WhenAll(
            Enumerable
                .Range(0, 1500)
                .Select(i =>
                    Book.Write(died.Admit(i % 2 == 0 ? "not_json" : "too_large", "queue", null, "", default), CancellationToken.None)
                )
        );

        (await Kept()).ShouldBe(1000);
        var sum = (await Untold()).ShouldHaveSingleItem();
        sum.Count.ShouldBe(1490);
        sum.Reasons.ShouldBe([new("not_json", 745), new("too_large", 745)]);
    }

    [Fact]
    public async Task A_sum_waits_for_those_that_are_still_being_written()
    {
        var pace = new RejectionThrottle(_station.Clock);
        var rejections = Enumerable.Range(0, 12).Select(_ => pace.Admit("not_json", "http", null, "", default)).ToList();
        pace.Windows.TryRead(out var window).ShouldBeTrue();
        foreach (var rejection in rejections.Take(11))
            pace.Written(rejection);

        var over = window!.Over();

        over.IsCompleted.ShouldBeFalse();
        pace.Written(rejections[11]);
        await over.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_store_keeps_the_newest_thousand_and_the_ledger_all_it_said()
    {
        var first = Encoding.UTF8.GetBytes("{ the first");
        await _station.Send(first);
        _station.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => SendBad(1)));

        (await Kept()).ShouldBe(1000);
        (await _station.Count("rejected where body_length = 11")).ShouldBe(0, "the oldest went");
        (await Entries()).Count.ShouldBe(10);
    }

    [Fact]
    public async Task Each_counts_in_the_meter()
    {
        long counted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "handoff.signoff.refusals")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag is { Key: "reason", Value: "too_deep_for_this_spec" })
                        Interlocked.Add(ref counted, value);
                }
            }
        );
        listener.Start();
        var pace = new RejectionThrottle(_station.Clock);

        for (var i = 0; i < 25; i++)
            pace.Admit("too_deep_for_this_spec", "http", null, "", default);

        Interlocked.Read(ref counted).ShouldBe(25);
    }

    private RejectionLog Book => _station.Services.GetRequiredService<RejectionLog>();

    private Task<IReadOnlyList<RejectionSummary>> Untold() =>
        _station.Services.GetRequiredService<UnreportedRejections>().Find(TestContext.Current.CancellationToken);

    private async Task SendBad(int count)
    {
        for (var i = 0; i < count; i++)
            await _station.Send(Encoding.UTF8.GetBytes("{ not json"));
    }

    private async Task<IReadOnlyList<LedgerEntry>> Entries() =>
        [.. (await _station.AllLedgerEntries()).Where(e => e.Action == "reject_authorization")];

    private Task<long> Kept() => _station.Count("rejected");
}
