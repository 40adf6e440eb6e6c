using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Hubs;

public sealed class When_an_attempt_was_taken_up_before : IAsyncLifetime
{
    private const int Next = 2;

    private Station _station = null!;
    private TransferState _transfer = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Given a package that was delivered once, so that a second delivery is seen, to a hub that takes one at a time
        _station = await Station.Started(s => s.Concurrency = 1);
        await _station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        _transfer = await _station.UntilComplete("PKG-1");
        _station.Vault.Deliveries.Count.ShouldBe(1);
    }

    public async ValueTask DisposeAsync() => await _station.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_nobody_took_up_is_made(bool mayComeAgain)
    {
        (await Command(mayComeAgain))!.Outcome.ShouldBe("delivered");

        _station.Vault.Deliveries.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_only_waited_for_a_slot_is_made(bool mayComeAgain)
    {
        await Recorded(Tables.AttemptWaiting.Row(Key, "vault_hub", (long)Next, "redelivery", Now));

        (await Command(mayComeAgain))!.Outcome.ShouldBe("delivered");

        _station.Vault.Deliveries.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_an_earlier_run_began_was_cut_off_and_nothing_is_sent(bool mayComeAgain)
    {
        await Recorded(BegunByAnEarlierRun());

        (await Command(mayComeAgain))!.ShouldSatisfyAllConditions(
            report => report.Outcome.ShouldBe("no_reply"),
            report => report.ErrorCode.ShouldBe("deadline:cut_off")
        );

        _station.Vault.Deliveries.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_over_is_left_alone(bool mayComeAgain)
    {
        await Recorded(BegunByAnEarlierRun());
        await Recorded(
            Tables.AttemptEnded.Row([
                .. Tables.AttemptEnded.Columns.Select(column =>
                    column.Name switch
                    {
                        "correlation_id" => (object?)Key,
                        "leg" => "vault_hub",
                        "attempt" => (long)Next,
                        "cause" => "redelivery",
                        "ended_at" => Now,
                        "outcome" => "delivered",
                        _ => null,
                    }
                ),
            ])
        );

        (await Command(mayComeAgain)).ShouldBeNull();

        _station.Vault.Deliveries.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_being_made_here_is_left_alone(bool mayComeAgain)
    {
        _station.Vault.Close();
        var first = Command(mayComeAgain: false);
        await _station.Vault.Sees(delivery => delivery.Attempt == Next);

        (await Command(mayComeAgain)).ShouldBeNull();

        _station.Vault.Open();
        (await first)!.Outcome.ShouldBe("delivered");
        _station.Vault.Deliveries.Count.ShouldBe(2);
    }

    /// <summary>It has no start on record yet, so nothing but this process knows that somebody is at it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_waits_here_for_its_slot_is_left_alone(bool mayComeAgain)
    {
        // Given an attempt that waits for the slot another one has
        _station.Vault.Close();
        var other = Command(mayComeAgain: false);
        await _station.Vault.Sees(delivery => delivery.Attempt == Next);
        var first = Command(mayComeAgain: false, Next + 1);
        await _station.UntilWritten("attempts", 3);

        // When its command comes again
        (await Command(mayComeAgain, Next + 1).WaitAsync(Station.Patience, Cancellation)).ShouldBeNull();

        // Then it is made once
        _station.Vault.Open();
        (await other)!.Outcome.ShouldBe("delivered");
        (await first)!.Outcome.ShouldBe("delivered");
        _station.Vault.Deliveries.Select(delivery => delivery.Attempt).ShouldBe([1, Next, Next + 1]);
    }

    private Guid Key => _transfer.CorrelationId;

    private DateTimeOffset Now => _station.Clock.GetUtcNow();

    private Row BegunByAnEarlierRun() =>
        Tables.AttemptStarted.Row(
            Key,
            "vault_hub",
            (long)Next,
            "redelivery",
            Now,
            Now,
            Guid.NewGuid(),
            _transfer.Vault.PayloadSha256,
            "XFER-PKG-1:vault_hub"
        );

    private Task Recorded(Row row) =>
        _station
            .Services.GetRequiredService<IUnitsOfWork>()
            .Run(
                unit =>
                {
                    unit.Add(row);
                    return Task.CompletedTask;
                },
                Cancellation
            );

    private Task<AttemptReport?> Command(bool mayComeAgain, int attempt = Next) =>
        _station
            .Services.GetRequiredService<PerLeg<LegDelivery>>()
            .Vault.Attempt(
                Key,
                new TransferRequest("XFER-PKG-1", "PKG-1", null, attempt, "redelivery", "http", _transfer.Vault.PayloadSha256!)
                {
                    CommandToken = Guid.NewGuid(),
                },
                mayComeAgain,
                Cancellation
            );
}
