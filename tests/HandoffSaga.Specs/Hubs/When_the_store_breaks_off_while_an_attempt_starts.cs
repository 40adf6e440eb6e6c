using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Hubs;

/// <summary>A server that dies may have committed what it did not confirm. Nothing was sent either way, and this process knows it.</summary>
public sealed class When_the_store_breaks_off_while_an_attempt_starts : IAsyncLifetime
{
    private const int Next = 2;

    private readonly HubConcurrencyLimiter _limiter = new(1);
    private Station _station = null!;
    private TransferState _transfer = null!;
    private UnconfirmedUnits _units = null!;
    private LegDelivery _delivery = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Given a package that was delivered once, so that a second delivery is seen
        _station = await Station.Started();
        await _station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        _transfer = await _station.UntilComplete("PKG-1");
        _units = new UnconfirmedUnits(_station.Services.GetRequiredService<IUnitsOfWork>());
        _delivery = Delivery();
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        _limiter.Dispose();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task The_attempt_is_made_when_its_command_comes_again(bool wasCommitted, bool mayComeAgain)
    {
        // Given a start that the store did not confirm
        _units.BreakOff(wasCommitted);
        await Should.ThrowAsync<StoreUnavailableException>(() => Command(mayComeAgain: false));
        _station.Vault.Deliveries.Count.ShouldBe(1);

        // When the store is back, and with it the command
        var report = await Command(mayComeAgain);

        // Then nobody waits for the answer to what was never sent
        report!.Outcome.ShouldBe("delivered");
        report.Attempt.ShouldBe(Next);
        _station.Vault.Deliveries.Select(delivery => delivery.Attempt).ShouldBe([1, Next]);
    }

    [Fact]
    public async Task However_often_it_does()
    {
        for (var time = 0; time < 3; time++)
        {
            _units.BreakOff(wasCommitted: true);
            await Should.ThrowAsync<StoreUnavailableException>(() => Command(mayComeAgain: time > 0));
        }

        (await Command(mayComeAgain: true))!.Outcome.ShouldBe("delivered");
        _station.Vault.Deliveries.Select(delivery => delivery.Attempt).ShouldBe([1, Next]);
    }

    [Fact]
    public async Task Also_when_the_next_try_did_not_come_as_far_as_its_start()
    {
        // Given a start in doubt, and then a try that the store broke off while it waited for a slot
        _units.BreakOff(wasCommitted: true);
        await Should.ThrowAsync<StoreUnavailableException>(() => Command(mayComeAgain: false));
        _limiter.TryEnter().ShouldBeTrue();
        _units.BreakOff(wasCommitted: false);
        await Should.ThrowAsync<StoreUnavailableException>(() => Command(mayComeAgain: true));
        _limiter.Leave();

        (await Command(mayComeAgain: true))!.Outcome.ShouldBe("delivered");

        _station.Vault.Deliveries.Select(delivery => delivery.Attempt).ShouldBe([1, Next]);
    }

    [Fact]
    public async Task Once_it_was_sent_it_is_left_to_whoever_sent_it()
    {
        _units.BreakOff(wasCommitted: true);
        await Should.ThrowAsync<StoreUnavailableException>(() => Command(mayComeAgain: false));
        await Command(mayComeAgain: true);

        (await Command(mayComeAgain: true)).ShouldBeNull();

        _station.Vault.Deliveries.Select(delivery => delivery.Attempt).ShouldBe([1, Next]);
    }

    private Task<AttemptReport?> Command(bool mayComeAgain) =>
        _delivery.Attempt(
            _transfer.CorrelationId,
            new TransferRequest("XFER-PKG-1", "PKG-1", null, Next, "redelivery", "http", _transfer.Vault.PayloadSha256!)
            {
                CommandToken = Guid.NewGuid(),
            },
            mayComeAgain,
            Cancellation
        );

    private LegDelivery Delivery()
    {
        var services = _station.Services;
        var settings = services.GetRequiredService<PerLeg<LegSettings>>().Vault;
        var receipts = ActivatorUtilities.CreateInstance<ReceiptDeadlines>(services, Destination.VaultHub);
        return ActivatorUtilities.CreateInstance<LegDelivery>(
            services,
            Destination.VaultHub,
            settings,
            receipts,
            new HubConnectors(new Dictionary<string, IHubConnector> { ["http"] = _station.Vault }),
            _limiter,
            ActivatorUtilities.CreateInstance<AttemptRecords>(services, Destination.VaultHub, receipts, _units),
            ActivatorUtilities.CreateInstance<DeliveryLoader>(services, Destination.VaultHub),
            ActivatorUtilities.CreateInstance<AttemptSender>(services, settings, receipts)
        );
    }

    /// <summary>Units of work of which the next is not confirmed, committed or not.</summary>
    private sealed class UnconfirmedUnits(IUnitsOfWork units) : IUnitsOfWork
    {
        private bool? _breaksOff;

        public void BreakOff(bool wasCommitted) => _breaksOff = wasCommitted;

        public async Task Run(Func<IUnitOfWorkSession, Task> work, CancellationToken cancellationToken)
        {
            if (_breaksOff is not { } wasCommitted)
            {
                await units.Run(work, cancellationToken);
                return;
            }

            _breaksOff = null;
            if (wasCommitted)
            {
                await units.Run(work, cancellationToken);
            }

            throw new StoreUnavailableException("The server closed the connection.");
        }
    }
}
