using HandoffSaga.Alerts;
using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.LedgerLog.Witnessing;
using HandoffSaga.Messages;
using HandoffSaga.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.LedgerLog;

/// <summary>
/// Runs the log beside the transfers: wakes on commits, sequences, publishes. If it fails or halts, transfers continue; entries that wait
/// for their index are already durable.
/// </summary>
internal sealed partial class LedgerLogService(
    StoredEntries entries,
    Sequencer sequencer,
    LedgerPublisher publisher,
    CheckpointCosigner cosigning,
    LedgerLogOptions options,
    LedgerWaker waker,
    IUnitsOfWork units,
    AlertRaiser alerts,
    TimeProvider clock,
    ILogger<LedgerLogService> logger
) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>True once the log waits for a person. Transfers continue.</summary>
    public bool IsHalted { get; private set; }

    /// <summary>Sequences and publishes everything that is waiting.</summary>
    public async Task CatchUp(CancellationToken cancellationToken)
    {
        sequencer.Begin();
        while (await sequencer.Next(cancellationToken)) { }

        await publisher.PublishUpTo(sequencer.Tree, sequencer.Buffer, cancellationToken);
        await cosigning.Step(cancellationToken);
    }

    /// <summary>Opens the log.</summary>
    /// <exception cref="LedgerHaltedException">Signing could fork the log.</exception>
    public async Task Open(CancellationToken cancellationToken)
    {
        publisher.OpenKey((await entries.Identity(cancellationToken))?.VerifierKey);
        try
        {
            await sequencer.Load(cancellationToken);
        }
        catch (Exception spoiled) when (spoiled is InvalidDataException or FormatException)
        {
            throw new LedgerHaltedException(spoiled.Message);
        }

        await publisher.Open(sequencer.Tree, cancellationToken);
        await RecordIdentity(cancellationToken);
        await cosigning.AtStart(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await Patiently(Open, stoppingToken);
            Opened(options.Origin, publisher.VerifierKey.ToString());
            while (true)
            {
                await Patiently(CatchUp, stoppingToken);
                await Task.Delay(options.BetweenCheckpoints, clock, stoppingToken);
                await Woken(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (LedgerHaltedException halted)
        {
            IsHalted = true;
            Halted(halted.Message);
            await Tell(halted.Message, stoppingToken);
        }
    }

    // Once for all replicas: the first one records whose log this is.
    private async Task RecordIdentity(CancellationToken cancellationToken)
    {
        var own = publisher.VerifierKey.ToString();
        if (await entries.Identity(cancellationToken) is { } recorded)
        {
            if (recorded.VerifierKey != own)
            {
                throw new LedgerHaltedException(
                    $"The database holds the log of another key than {options.KeyFile}: {recorded.VerifierKey}. Give this replica the same key."
                );
            }

            return;
        }

        try
        {
            await units.Run(
                unit =>
                {
                    unit.Add(Tables.LedgerIdentity.Row(1L, options.Origin, own, clock.GetUtcNow()));
                    return Task.CompletedTask;
                },
                cancellationToken
            );
        }
        catch (UnitOfWorkConflictException)
        {
            await RecordIdentity(cancellationToken);
        }
    }

    private async Task Patiently(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await work(stoppingToken);
                return;
            }
            catch (Exception failure) when (failure is not LedgerHaltedException && !stoppingToken.IsCancellationRequested)
            {
                // A full disk or an unavailable database: the log waits, and the entries with it.
                Delayed(AfterFailure, failure.Message);
                await Task.Delay(AfterFailure, clock, stoppingToken);
            }
        }
    }

    private async Task Woken(CancellationToken stoppingToken)
    {
        using var poll = new CancellationTokenSource(options.PollInterval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(poll.Token, stoppingToken);
        try
        {
            await waker.Called(either.Token);
        }
        catch (OperationCanceledException) when (poll.IsCancellationRequested && !stoppingToken.IsCancellationRequested) { }
    }

    private async Task Tell(string detail, CancellationToken stoppingToken)
    {
        try
        {
            await units.Run(
                unit => alerts.Raise(unit, AlertKinds.LedgerHalted, AlertSeverities.High, null, detail, stoppingToken),
                stoppingToken
            );
        }
        catch (Exception failure) when (failure is OperationCanceledException or StoreUnavailableException)
        {
            Delayed(TimeSpan.Zero, failure.Message);
        }
    }

    [LoggerMessage(801, LogLevel.Information, "The ledger {Origin} is published under {VerifierKey}")]
    private partial void Opened(string origin, string verifierKey);

    [LoggerMessage(802, LogLevel.Critical, "LEDGER HALTED (transfers continue): {Reason}")]
    private partial void Halted(string reason);

    [LoggerMessage(803, LogLevel.Warning, "The ledger waits and tries again in {Pause}: {Reason}")]
    private partial void Delayed(TimeSpan pause, string reason);
}
