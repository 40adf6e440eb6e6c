using System.Text;
using BenchmarkDotNet.Attributes;
using HandoffSaga.Authorization;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Station;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Identity;
using HandoffSaga.Packages;
using HandoffSaga.Signoffs;
using HandoffSaga.SmartContracts;
using HandoffSaga.Transfers;

namespace HandoffSaga.Benchmarks.Micro;

/// <summary>
/// What it costs to build each package out of a signoff that was read, its digest included. Both are built once for a transfer.
/// </summary>
[MemoryDiagnoser]
public class PackageBenchmark
{
    private static readonly NodeIdentity Node = new()
    {
        NodeId = "NODE-LP-001",
        Domain = "NDT",
        SmartId = "SMART-NODE-LP-001",
        LedgerOrigin = "handoff.local/NODE-LP-001",
    };
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(55);

    private AuthorizedSignoff _authorized = null!;
    private TransferState _transfer = null!;
    private SmartContract _next = null!;
    private CanonicalObject _contract = null!;

    [Params(2_000, 20_000, 200_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Read()
    {
        var signoff = ((SignoffParse.Parsed)SignoffParser.Parse(Workload.Signoff("micro", 1, Bytes), new IntakeOptions())).Signoff;
        _authorized = new(signoff, new GuardianVerdict("guardian-1", Now, new CheckOutcome([]), new CheckOutcome([])));
        _next = (
            (ContractParse.Parsed)
                SmartContractParser.Parse("SC-2025-001-CP-TEST1.yaml", Encoding.UTF8.GetBytes(HandoffSagaStation.NextContract))
        ).Contract;
        _contract = CanonicalObject.Parse(_next.Json.Span, CanonicalLimits.Default).Object!;
        _transfer = new TransferState
        {
            PackageId = signoff.PackageId,
            ClientPoId = signoff.ClientPoId,
            TestId = signoff.TestId,
            SourceNode = Node.NodeId,
            PartId = signoff.PartId,
            PartNumber = signoff.PartNumber,
            CompletionTimestamp = signoff.CompletionTimestamp,
            SignoffSha256 = signoff.Sha256,
        };
        _transfer.NextNode.Connector = Connectors.Http;
        _transfer.NextNode.TargetNode = "NODE-CP-001";
    }

    [Benchmark]
    public object Vault() => VaultPackage.Build(_transfer.PackageSubject(), _transfer.Route, _authorized, Node, ledgerHead: null, Now);

    [Benchmark]
    public object NextNode() => NextNodePackage.Build(_transfer.PackageSubject(), _transfer.NextNode, _next, _contract, Node, Now);
}
