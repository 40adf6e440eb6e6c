using HandoffSaga.Durability;
using HandoffSaga.Intake;
using HandoffSaga.Ledger;
using HandoffSaga.Messages;
using HandoffSaga.Packages;
using HandoffSaga.Sequencing;
using HandoffSaga.Storage;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>Builds the results' package, once.</summary>
internal sealed class VaultVerbs(NodeIdentity node, TransferLedger ledger, LegSettingsOf settings, PublishedHead head, FreshPackages fresh, TimeProvider clock)
{
    public void Prepare(BehaviorContext<TransferState, GuardianSignoffComplete> context)
    {
        var transfer = context.Saga;
        var leg = transfer.Vault;
        leg.Connector = settings.For(leg.Destination).Connector;
        var now = clock.GetUtcNow();
        var carried = head.Current?.Checkpoint;
        leg.LedgerSize = carried?.Size;
        var body = VaultPackage.Build(transfer, context.GetPayload<IntakeTicket>().Authorized, node, carried, now);
        leg.PayloadSha256 = body.Sha256;

        var payload = body.Bytes.ToArray();
        fresh.Keep(body.Sha256, payload);

        var unit = context.UnitOfWork();
        unit.Add(Tables.Packages.Row(transfer.CorrelationId, leg.Destination.WireName(), payload, body.Sha256, now));
        ledger.Record(unit, transfer, leg, new(LedgerActions.PrepareVault, "Test results prepared for the Vault Hub")
        {
            Metadata = new CanonicalObjectBuilder().Add("bytes", body.Bytes.Length).Build(),
        });
    }
}
