using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Outbound.Tls;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.LedgerLog.Witnessing;

/// <summary>
/// Requests cosignatures from the witness, one checkpoint at a time, in the background: a checkpoint is published without its cosignature,
/// which is added when it arrives. If the witness is unavailable, it is asked again later about the newest checkpoint. If it rejects one as
/// inconsistent, the log halts.
/// </summary>
internal sealed partial class CheckpointCosigner : IDisposable
{
    private static readonly Backoff Backoff = Backoff.Exponential(TimeSpan.FromSeconds(1), longest: TimeSpan.FromSeconds(30));

    private readonly StoredEntries _entries;
    private readonly LedgerLogOptions _options;
    private readonly PublishedCheckpoint _published;
    private readonly LedgerWaker _waker;
    private readonly TimeProvider _clock;
    private readonly SteadyClock _steady;
    private readonly ILogger<CheckpointCosigner> _logger;
    private readonly HttpClient _http;
    private readonly WitnessClient? _witness;

    private Task<Answer>? _asked;
    private long _cosigned;
    private int _failures;
    private DateTimeOffset _notBefore;

    public CheckpointCosigner(
        StoredEntries entries,
        LedgerLogOptions options,
        PublishedCheckpoint published,
        LedgerWaker waker,
        TlsOptions tls,
        TimeProvider clock,
        ILogger<CheckpointCosigner> logger
    )
    {
        (_entries, _options, _published, _waker, _clock, _logger) = (entries, options, published, waker, clock, logger);
        _http = new(
            new TlsHandler(
                tls,
                clock,
                ssl => new SocketsHttpHandler
                {
                    UseProxy = false,
                    AllowAutoRedirect = false,
                    SslOptions = ssl,
                }
            )
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _steady = new SteadyClock(clock);
        if (options.Witness is { } configured)
            _witness = new WitnessClient(_http, configured.Url, configured.Key);
    }

    /// <summary>The witness's name; null where none is configured.</summary>
    public string? Name => _options.Witness?.Key.Name;

    /// <summary>Why the witness did not cosign the last request; null when it did, or was not asked yet.</summary>
    public string? Problem { get; private set; }

    /// <summary>
    /// Waits for the witness's answer about the last published checkpoint before another one is signed: only the witness can detect that
    /// database, key files and tiles are all older copies. If it does not answer in time, the log continues without it.
    /// </summary>
    /// <exception cref="LedgerHaltedException">The witness rejected a checkpoint.</exception>
    public async Task AtStart(CancellationToken cancellationToken)
    {
        await Step(cancellationToken);
        if (_asked is null)
            return;
        await _asked;
        await Step(cancellationToken);
    }

    /// <summary>Handles an answer that has arrived and sends a request for a new checkpoint. Never waits for the witness.</summary>
    /// <exception cref="LedgerHaltedException">The witness rejected a checkpoint.</exception>
    public async Task Step(CancellationToken cancellationToken)
    {
        if (_asked is { IsCompleted: true })
        {
            var answer = await _asked;
            _asked = null;
            await Take(answer, cancellationToken);
        }

        if (
            _witness is not null
            && _asked is null
            && _published.Current is { } head
            && head.Checkpoint.Size > _cosigned
            && _steady.Now >= _notBefore
        )
        {
            _asked = Ask(_witness, head, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> Ask(WitnessClient witness, SignedCheckpoint head, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.Witness!.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return new(head.Checkpoint.Size, await witness.Ask(head, new FolderTiles(_options.Folder), either.Token), null);
        }
        catch (OperationCanceledException)
        {
            return new(head.Checkpoint.Size, null, "it did not answer in time");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // An exchange can fail with almost any exception; a peer that closes during connect even causes a bare SocketException.
            return new(head.Checkpoint.Size, null, failure.Message);
        }
        finally
        {
            _waker.Call();
        }
    }

    private async Task Take(Answer answer, CancellationToken cancellationToken)
    {
        var name = _options.Witness!.Key.Name;
        switch (answer.Outcome)
        {
            case { Answer: WitnessAnswer.Cosigned, Checkpoint: { } checkpoint }:
                Keep(checkpoint);
                return;
            // A witness that has cosigned nothing yet cannot find an inconsistency.
            case { Answer: WitnessAnswer.Inconsistent, KnownSize: { } known }:
                throw new LedgerHaltedException(
                    $"The witness {name} rejects the checkpoint of {answer.Size} entries: it does not continue the one of {known} that it cosigned before. {LedgerPublisher.WhatToDo}"
                );
            case { Answer: WitnessAnswer.OtherSize, KnownSize: { } known } when known > answer.Size:
                // Another replica may be ahead of this process, but never of the database.
                if (await _entries.NewestCheckpoint(cancellationToken) is not { } head || head.Size < known)
                {
                    throw new LedgerHaltedException(
                        $"The witness {name} cosigned a checkpoint of {known} entries, but the database has fewer: database, key files and {_options.Folder} are all older copies. {LedgerPublisher.WhatToDo}"
                    );
                }

                _cosigned = answer.Size;
                Problem = null;
                return;
            default:
                var pause = Backoff.After(++_failures);
                _notBefore = _steady.Now + pause;
                Problem = answer.Outcome?.Problem ?? answer.Problem!;
                Unanswered(name, pause, Problem);
                return;
        }
    }

    private void Keep(SignedCheckpoint checkpoint)
    {
        var isCurrent = _published.Current?.Checkpoint.Size == checkpoint.Checkpoint.Size;
        PublishedCheckpoints.Replace(_options.Folder, checkpoint, isCurrent);
        if (isCurrent)
            _published.Publish(checkpoint);
        _cosigned = checkpoint.Checkpoint.Size;
        _failures = 0;
        Problem = null;
    }

    private sealed record Answer(long Size, WitnessOutcome? Outcome, string? Problem);

    [LoggerMessage(
        811,
        LogLevel.Warning,
        "The witness {Witness} did not cosign and is asked again in {Pause}; checkpoints are published without it meanwhile: {Reason}"
    )]
    private partial void Unanswered(string witness, TimeSpan pause, string reason);
}
