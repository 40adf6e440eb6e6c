using HandoffSaga.Alerts;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Packages;
using HandoffSaga.Redelivery;
using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;
using HandoffSaga.Storage;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>The saga's activities that read the route and prepare the next-node leg.</summary>
internal sealed class RoutingActivities(
    NodeIdentity node,
    SmartContractFolder contracts,
    TransferLedger ledger,
    AlertRaiser alerts,
    PerLeg<LegSettings> settings,
    PackageCache packageCache,
    TimeProvider clock
)
{
    private static readonly CanonicalLimits ContractLimits = new(8 * 1024 * 1024, 64);

    /// <summary>
    /// Reads the signed trigger and the completed contract's own, and prepares the next-node leg, or holds it with a reason.
    /// </summary>
    public async Task ReadRoute(BehaviorContext<TransferState> context)
    {
        var transfer = context.Saga;
        var completed = await contracts.FindByContractId(transfer.SmartContractId, context.CancellationToken);
        var decision = RouteDecision.Decide(
            transfer.SignedTrigger,
            CompletedContract.Of(completed, transfer.SmartContractId, transfer.ClientPoId)
        );
        transfer.Route = RouteOf(decision);
        ledger.Record(
            context.UnitOfWork(),
            transfer,
            new(LedgerActions.ReadRouting, $"Routing: {transfer.Route?.RoutingType ?? "none"}")
            {
                Target = transfer.SmartContractId,
                Metadata = RoutingMetadata(decision, transfer.Route),
            }
        );

        switch (decision)
        {
            case RouteDecision.Ends:
                transfer.NextNode.Status = LegStatus.NotApplicable;
                transfer.NextNode.HeldReason = null;
                transfer.NextNode.LastError = null;
                transfer.NextNode.LastErrorCode = null;
                break;
            case RouteDecision.Proceed(var route):
                transfer.NextNode.TargetNode = route.NextStation;
                await LookForNextContract(context);
                break;
            case RouteDecision.Held held:
                await Hold(context, held.Reason, held.Detail, LedgerActions.RoutingHeld, target: null);
                break;
        }
    }

    /// <summary>Looks for the next SmartContract, and builds the package with it, or holds the leg until the contract appears.</summary>
    public async Task LookForNextContract(BehaviorContext<TransferState> context)
    {
        var transfer = context.Saga;
        var name = transfer.Route!.NextContract!;
        switch (await contracts.Find(name, context.CancellationToken))
        {
            case ContractLookup.Found(var next) when next.ClientPoId is { } owner && owner != transfer.ClientPoId:
                await Hold(
                    context,
                    HeldReasons.ContractInvalid,
                    $"{name} belongs to {owner}, not to {transfer.ClientPoId}",
                    LedgerActions.RoutingHeld,
                    name
                );
                break;
            case ContractLookup.Found(var next):
                await PrepareOrHold(context, next);
                break;
            case ContractLookup.Missing:
                await Hold(context, HeldReasons.ContractMissing, $"Next contract not found: {name}", LedgerActions.ContractMissing, name);
                break;
            case ContractLookup.Invalid(_, var problem):
                await Hold(
                    context,
                    HeldReasons.ContractInvalid,
                    $"{problem.FileName} line {problem.Line}: {problem.Message}",
                    LedgerActions.RoutingHeld,
                    name
                );
                break;
        }
    }

    // YAML allows numbers that not every JSON reader preserves; such a contract is not sent.
    private Task PrepareOrHold(BehaviorContext<TransferState> context, SmartContract next)
    {
        var canonical = CanonicalObject.Parse(next.Json.Span, ContractLimits);
        if (canonical.Object is not { } contract)
        {
            return Hold(
                context,
                HeldReasons.ContractInvalid,
                $"{next.FileName}: {canonical.Problem!.Message}",
                LedgerActions.RoutingHeld,
                next.FileName
            );
        }

        Prepare(context, next, contract);
        return Task.CompletedTask;
    }

    private void Prepare(BehaviorContext<TransferState> context, SmartContract next, CanonicalObject contract)
    {
        var transfer = context.Saga;
        var leg = transfer.NextNode;
        leg.Connector = settings.NextNode.Connector;
        leg.HeldReason = null;
        leg.LastError = null;
        leg.LastErrorCode = null;
        leg.Status = LegStatus.Pending;
        var now = clock.GetUtcNow();
        var body = NextNodePackage.Build(transfer.PackageSubject(), leg, next, contract, node, now);
        leg.PayloadSha256 = body.Sha256;

        var payload = body.Bytes.ToArray();
        packageCache.Keep(body.Sha256, payload);

        var unit = context.UnitOfWork();
        unit.Add(Tables.Packages.Row(transfer.CorrelationId, leg.Destination.WireName(), payload, body.Sha256, now));
        ledger.Record(
            unit,
            transfer,
            leg,
            new(LedgerActions.PrepareNextNode, $"Part-ready signal and {next.SmartContractId} prepared for {leg.TargetNode}")
            {
                Target = leg.TargetNode,
                Metadata = new CanonicalObjectBuilder()
                    .Add("contract_id", next.SmartContractId)
                    .Add("contract_sha256", next.Sha256)
                    .Build(),
            }
        );
    }

    /// <summary>Holds the leg. If a recheck finds the same reason again, that is neither an entry nor an alert.</summary>
    private Task Hold(BehaviorContext<TransferState> context, string reason, string detail, string action, string? target)
    {
        var leg = context.Saga.NextNode;
        leg.LastErrorCode = ErrorCodes.Held(reason).ToString();
        if (leg.Status == LegStatus.Held && leg.HeldReason == reason)
        {
            leg.LastError = detail;
            return Task.CompletedTask;
        }

        leg.Status = LegStatus.Held;
        leg.HeldReason = reason;
        leg.LastError = detail;
        ledger.Record(
            context.UnitOfWork(),
            context.Saga,
            leg,
            new(action, detail) { Target = target, Metadata = new CanonicalObjectBuilder().Add("held_reason", reason).Build() }
        );
        return alerts.Raise(context, AlertKinds.TransferHeld, AlertSeverities.Warning, context.Saga, leg, $"{reason}: {detail}");
    }

    private static Route? RouteOf(RouteDecision decision) =>
        decision switch
        {
            RouteDecision.Proceed(var route) => route,
            RouteDecision.Ends(var route) => route,
            RouteDecision.Held held => held.Partial,
            _ => null,
        };

    private static CanonicalObject RoutingMetadata(RouteDecision decision, Route? route) =>
        new CanonicalObjectBuilder()
            .Add(
                "outcome",
                decision switch
                {
                    RouteDecision.Ends => "workflow_complete",
                    RouteDecision.Proceed => "next_node",
                    _ => "held",
                }
            )
            .Add("routing_type", route?.RoutingType)
            .Add("next_station", route?.NextStation)
            .Add("next_contract", route?.NextContract)
            .Add("is_final_contract", route?.IsFinalContract)
            .Add("vault_transfer_overruled", decision.VaultTransferOverruled)
            .Build();
}
