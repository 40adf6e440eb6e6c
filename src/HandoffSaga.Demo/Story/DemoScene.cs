using HandoffSaga.Client.Guardian;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Signatures;

namespace HandoffSaga.Demo.Story;

/// <summary>Runs the demo in this process: two hubs, a station and a signed job, then checks the result.</summary>
/// <param name="folder">The demo's own folder for all data.</param>
/// <param name="start">Starts the station: the same composition as <c>run</c>.</param>
internal sealed class DemoScene(CliContext cli, string folder, DemoScene.StartStation start)
{
    /// <summary>The time limit. The whole job takes a few seconds, a little more on a busy machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Delays = ["1s", "1s", "2s"];

    private readonly DemoNarration _narration = new(cli.Data, cli.Clock);

    /// <param name="variables">The station's settings, as environment variables would give them.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public delegate Task<DemoStation> StartStation(IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken);

    public async Task<int> Play(bool stay, CancellationToken interrupted)
    {
        using var limit = new CancellationTokenSource(Limit, cli.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, interrupted);
        try
        {
            return await Play(stay, either.Token, interrupted);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !interrupted.IsCancellationRequested)
        {
            return Failed($"it did not finish within {Limit.TotalSeconds:0} s");
        }
    }

    private async Task<int> Play(bool stay, CancellationToken bounded, CancellationToken interrupted)
    {
        _narration.Title("A job of three contracts, a station and two hubs; all in this process, nothing installed.");
        var contracts = Path.Combine(folder, "contracts");
        await DemoContracts.Unpack(contracts, bounded);
        using var key = GuardianKey.Generate(SignatureAlgorithms.EdDsa, "guardian-demo");
        await Keep("guardian.jwks.json", key.ToPublicJwks(), bounded);
        var signoffs = DemoSignoff.OfJob(await DemoContracts.Job(contracts, bounded), key, cli.Clock.GetUtcNow());
        await using var hubs = await DemoHubs.Start(folder, cli.Clock, bounded);
        _narration.Present("vault hub", $"{hubs.Vault.BaseAddress}", "the client's records");
        _narration.Present("floor hub", $"{hubs.Floor.BaseAddress}", "passes parts on to the next node");
        await using var station = await start(Settings(contracts, hubs), bounded);
        using var client = new HandoffClient(station.Address, token: null);
        _narration.Present("station", $"{station.Address}", $"its data is in {folder}");
        _narration.Blank();

        var faulty = signoffs[1].PackageId;
        var run = new DemoRun(_narration, client, hubs, cli.Clock);
        foreach (var signoff in signoffs)
        {
            if (signoff.PackageId == faulty)
                hubs.StageVaultFault();
            if (await run.HandOff(signoff, bounded) is { } trouble)
                return Failed(trouble);
        }

        if (await Judge(client, hubs, signoffs, faulty, bounded) is { Count: > 0 } wrong)
            return Failed(string.Join("; ", wrong));
        if (stay)
            await Stay(station, hubs, signoffs, key, interrupted);
        return ExitCode.Done;
    }

    private async Task<IReadOnlyList<string>> Judge(
        HandoffClient client,
        DemoHubs hubs,
        IReadOnlyList<DemoSignoff> signoffs,
        string faulty,
        CancellationToken cancellationToken
    )
    {
        List<DemoOutcome> outcomes = [];
        foreach (var signoff in signoffs)
        {
            outcomes.Add(
                new DemoOutcome(
                    signoff,
                    (await client.Transfer(signoff.PackageId, cancellationToken)).Read(ApiJson.Default.TransferAnswer),
                    (await client.Attempts(signoff.PackageId, cancellationToken)).Read(ApiJson.Default.AttemptsAnswer),
                    (await client.Audit(signoff.PackageId, cancellationToken)).Read(ApiJson.Default.AuditAnswer)
                )
            );
        }

        DemoEnding.Trail(_narration, outcomes);
        DemoEnding.Received(_narration, hubs);
        var accepted = hubs.Vault.AcceptedByKey.Concat(hubs.Floor.AcceptedByKey).ToDictionary(StringComparer.Ordinal);
        var wrong = DemoVerdict.Of(outcomes, hubs.Vault.Kept, hubs.Floor.Kept, accepted, faulty);
        _narration.Blank();
        if (wrong.Count == 0)
        {
            _narration.ConsoleOutput.Line(
                StyledText.Good("Done"),
                $" in {_narration.Elapsed.TotalSeconds:0.0} s: {signoffs.Count} signoffs, {accepted.Count} packages confirmed by their hubs, 1 redelivery, nothing lost and nothing twice."
            );
        }

        return wrong;
    }

    private async Task Stay(
        DemoStation station,
        DemoHubs hubs,
        IReadOnlyList<DemoSignoff> signoffs,
        GuardianKey key,
        CancellationToken interrupted
    )
    {
        await Keep("guardian.private.jwk.json", key.ToPrivateJwk(), interrupted);
        foreach (var signoff in signoffs)
            await Keep($"{signoff.PackageId}.json", signoff.Signed, interrupted);
        DemoStay.Invite(_narration.ConsoleOutput, folder, station.Address, hubs, signoffs);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (interrupted.Register(over.SetResult))
            await over.Task;
    }

    private Dictionary<string, string> Settings(string contracts, DemoHubs hubs) =>
        new()
        {
            ["HANDOFF_DataFolder"] = folder,
            ["HANDOFF_Node__Id"] = "NODE-DEMO-001",
            ["HANDOFF_Contracts__Folder"] = contracts,
            ["HANDOFF_Hubs__Vault__Url"] = new Uri(hubs.Vault.BaseAddress, "receive-test-results").AbsoluteUri,
            ["HANDOFF_Hubs__Floor__Url"] = new Uri(hubs.Floor.BaseAddress, "route-to-node").AbsoluteUri,
            ["HANDOFF_Redelivery__Delays"] = string.Join(',', Delays),
            ["HANDOFF_Redelivery__Jitter"] = "0",
            ["HANDOFF_Api__Urls"] = "http://127.0.0.1:0",
        };

    private Task Keep(string name, byte[] bytes, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, cancellationToken);

    private int Failed(string why) => cli.Fail(ExitCode.Failed, $"the demo failed: {why}");
}
