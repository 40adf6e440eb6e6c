using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Packages;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;

namespace HandoffSaga.Hubs;

/// <summary>Gets one leg's packages, as they were built once: from memory right after that, from the store later.</summary>
internal sealed class DeliveryLoader(Destination destination, PackageCache packageCache, IRowReader rows)
{
    public async Task<Delivery> Load(AttemptCommand command, CancellationToken cancellationToken)
    {
        var request = command.Request;
        var payload = packageCache.Take(request.PayloadSha256) ?? await Stored(command, cancellationToken);
        return new Delivery(
            destination,
            request.TransferId,
            request.TargetNode,
            request.Attempt,
            AttemptRows.IdempotencyKey(request.TransferId, destination),
            payload,
            request.PayloadSha256
        );
    }

    private async Task<byte[]> Stored(AttemptCommand command, CancellationToken cancellationToken) =>
        await rows.Find(Tables.Packages, [command.TransferKey, destination.WireName()], cancellationToken) is { } package
            ? (byte[])package[2]!
            : throw new InvalidOperationException(
                $"The {destination.WireName()} package of {command.Request.TransferId} is not in the store."
            );
}
