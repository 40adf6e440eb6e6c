using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>
/// The ids and times of one handoff in place of those of the recorded one, so that it finds its place in every index as a real one would.
/// </summary>
internal sealed class NewNames(string packageId, Signoff signoff, DateTimeOffset recordedAt)
{
    private const string RecordedPart = "PART-0000000";

    private static readonly string RecordedPackage = Workload.PackageId("recorded", 0);
    private static readonly Guid Recorded = TransferKey.For(RecordedPackage);

    private readonly TimeSpan _later = TimeProvider.System.GetUtcNow() - recordedAt;
    private readonly Guid _transferKey = TransferKey.For(packageId);
    private readonly Dictionary<Guid, Guid> _tokens = [];

    public UnitOfWork Renamed(UnitOfWork unit)
    {
        var renamed = new UnitOfWork(unit.Message)
        {
            CorrelationId = _transferKey,
            Saga = unit.Saga is SagaPut put ? put with { CorrelationId = _transferKey, Projection = Renamed(put.Projection) } : null,
        };
        foreach (var row in unit.Rows)
            renamed.Add(row.Shape.Row(Renamed(row.Values)));
        foreach (var token in unit.Cancelled)
            renamed.Cancel(Token(token));
        foreach (var message in unit.Messages)
            renamed.Send(Renamed(message));
        return renamed;
    }

    private OutgoingMessage Renamed(OutgoingMessage message) =>
        new()
        {
            MessageId = Guid.CreateVersion7(),
            Token = message.Token is { } token ? Token(token) : null,
            CorrelationId = _transferKey,
            Destination = message.Destination,
            ContentType = message.ContentType,
            Headers = message.Headers,
            Body = message.Body,
            MessageType = message.MessageType,
            ResendAfter = message.ResendAfter,
            IsInFlight = true,
        };

    private object?[] Renamed(IReadOnlyList<object?> values)
    {
        var renamed = new object?[values.Count];
        for (var i = 0; i < renamed.Length; i++)
        {
            renamed[i] = values[i] switch
            {
                Guid id => id == Recorded ? _transferKey : Guid.CreateVersion7(),
                string text when text == RecordedPackage => packageId,
                string text when text == RecordedPart => signoff.PartId,
                DateTimeOffset time => time + _later,
                var other => other,
            };
        }

        return renamed;
    }

    private Guid Token(Guid recorded)
    {
        lock (_tokens)
        {
            if (!_tokens.TryGetValue(recorded, out var token))
                _tokens.Add(recorded, token = Guid.CreateVersion7());
            return token;
        }
    }
}
