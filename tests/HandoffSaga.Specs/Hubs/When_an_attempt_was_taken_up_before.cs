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
        // Given a package that was delivered once, so that a second delivery is seen
        _station = await Station.Started();
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

        (await Command(mayComeAgain))!.ShouldSatisfyAllConditions(report => report.Outcome.ShouldBe("no_reply"), report => report.ErrorCode.ShouldBe("deadline:cut_off"));

        _station.Vault.Deliveries.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_over_is_left_alone(bool mayComeAgain)
    {
        await Recorded(BegunByAnEarlierRun());
        await Recorded(Tables.AttemptEnded.Row([.. Tables.AttemptEnded.Columns.Select(column => column.Name switch
        {
            "correlation_id" => (object?)Key,
            "leg" => "vault_hub",
            "attempt" => (long)Next,
            "cause" => "redelivery",
            "ended_at" => Now,
            "outcome" => "delivered",
            _ => null,
        })]));

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

    private Guid Key => _transfer.CorrelationId;

    private DateTimeOffset Now => _station.Clock.GetUtcNow();

    private Row BegunByAnEarlierRun() => Tables.AttemptStarted.Row(
        Key, "vault_hub", (long)Next, "redelivery", Now, Now, Guid.NewGuid(), _transfer.Vault.PayloadSha256, "XFER-PKG-1:vault_hub");

    private Task Recorded(Row row) => _station.Services.GetRequiredService<IUnitsOfWork>().Run(
        unit =>
        {
            unit.Add(row);
            return Task.CompletedTask;
        },
        Cancellation);

    private Task<AttemptReport?> Command(bool mayComeAgain) => _station.Services.GetRequiredService<PerLeg<LegDelivery>>().Vault.Attempt(
        Key,
        new TransferRequest("XFER-PKG-1", "PKG-1", null, Next, "redelivery", "http", _transfer.Vault.PayloadSha256!) { CommandToken = Guid.NewGuid() },
        mayComeAgain,
        Cancellation);
}
