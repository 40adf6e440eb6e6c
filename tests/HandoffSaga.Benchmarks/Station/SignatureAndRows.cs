using HandoffSaga.Authorization;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Durability;
using HandoffSaga.Signoffs;
using HandoffSaga.Signoffs.Bodies;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>
/// What is left when everything is left out that can be: the signoff is read and its signature verified, and the rows of a handoff are
/// written in its five units of work, in the product's order, by the product's writer. No MassTransit, no saga, no package is built, no
/// entry written or chained, no log: the rows are those of one real handoff, with ids and times of their own. A station that keeps the same
/// promises with the same rows by the same writer cannot cost less.
/// </summary>
internal sealed class SignatureAndRows : IVariant
{
    private readonly List<UnitOfWork> _units = [];
    private readonly HandoffSagaStation _station;
    private readonly int _payload;
    private RetryingStore _store = null!;
    private DateTimeOffset _recordedAt;
    private SignoffAuthorization _authorization = null!;

    public SignatureAndRows(string folder, int payload)
    {
        _payload = payload;
        _station = new HandoffSagaStation(folder)
        {
            Log = false,
            With = services =>
                services.AddSingleton<IStore>(provider => new RecordingStore(provider.GetRequiredService<RetryingStore>(), _units)),
        };
    }

    public event Action<string>? Completed;

    public async Task Start()
    {
        await _station.Start();
        var driver = new Driver(_station, _payload);
        driver.Listen();
        await driver.ClosedLoop("recorded", 1, 1);
        if (
            _units is not [{ Message: "GuardianSignoffComplete" }, { Message: "session" }, .., { Saga: not null }]
            || _units.Count != 5
            || _units.Exists(unit => unit.Consumed is not null || unit.Messages.Any(message => message.IsScheduled))
        )
        {
            throw new InvalidOperationException(
                $"A handoff was expected to be five units, not {string.Join(", ", _units.Select(unit => unit.Message))}."
            );
        }

        _recordedAt = ((TransferState)_units[0].Saga!.State).ReceivedAt;
        _store = _station.Service<RetryingStore>();
        _authorization = _station.Service<SignoffAuthorization>();
    }

    public async Task Submit(string packageId, byte[] signoff)
    {
        // 1. Guardian's word.
        if (
            SignoffBody.Parse(signoff, contentType: null, new IntakeOptions()) is not SignoffParse.Parsed(var parsed)
            || await _authorization.Judge(parsed, CancellationToken.None) is not AuthorizationDecision.Granted
        )
        {
            throw new InvalidOperationException($"{packageId} was not authorized.");
        }

        // 2. The transfer, both packages, both commands and what is chained, before the answer.
        var names = new NewNames(packageId, parsed, _recordedAt);
        await Write(_units[0], names);
        _ = HandOff(packageId, names);
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    private async Task HandOff(string packageId, NewNames names)
    {
        try
        {
            // 3. Both attempts' starts; 4. both answers, which follow one another in the transfer's row.
            var starts = _units.FindAll(unit => unit.Saga is null);
            await Task.WhenAll(starts.Select(start => Write(start, names)));
            foreach (var answer in _units.Skip(1).Where(unit => unit.Saga is not null))
                await Write(answer, names);
            Completed?.Invoke(packageId);
        }
        catch (Exception failure)
        {
            // Nobody waits for this task, and the driver only sees that nothing came.
            await Console.Error.WriteLineAsync(failure.ToString());
        }
    }

    private async Task Write(UnitOfWork unit, NewNames names)
    {
        if (await _store.Commit(names.Renamed(unit), CancellationToken.None) != CommitOutcome.Committed)
            throw new InvalidOperationException($"A {unit.Message} was not committed.");
    }
}
