using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Packages;
using HandoffSaga.Redelivery;
using HandoffSaga.Storage;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>Builds the results package, once.</summary>
internal sealed class VaultActivities(
    NodeIdentity node,
    TransferLedger ledger,
    PerLeg<LegSettings> settings,
    PublishedCheckpoint checkpoint,
    PackageCache packageCache,
    TimeProvider clock
)
{
    public void Prepare(BehaviorContext<TransferState, GuardianSignoffComplete> context)
    {
        var transfer = context.Saga;
        var leg = transfer.Vault;
        leg.Connector = settings.Vault.Connector;
        var now = clock.GetUtcNow();
        var carried = checkpoint.Current?.Checkpoint;
        leg.LedgerSize = carried?.Size;
        var body = VaultPackage.Build(
            transfer.PackageSubject(),
            transfer.Route,
            context.GetPayload<IntakeContext>().Authorized,
            node,
            carried,
            now
        );
        leg.PayloadSha256 = body.Sha256;

        var payload = body.Bytes.ToArray();
        packageCache.Keep(body.Sha256, payload);

        var unit = context.UnitOfWork();
        unit.Add(Tables.Packages.Row(transfer.CorrelationId, leg.Destination.WireName(), payload, body.Sha256, now));
        ledger.Record(
            unit,
            transfer,
            leg,
            new(LedgerActions.PrepareVault, "Test results prepared for the Vault Hub")
            {
                Metadata = new CanonicalObjectBuilder().Add("bytes", body.Bytes.Length).Build(),
            }
        );
    }
}
