using HandoffSaga.Demo.Story;
using HandoffSaga.Host.Station;
using HandoffSaga.Specs.Cli;

namespace HandoffSaga.Specs.Demo;

public sealed class When_the_demo_runs : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task The_whole_job_gets_through_a_fault_and_the_proof_is_shown()
    {
        var outcome = await _prompt.Types("demo");

        outcome.Error.ShouldBeEmpty();
        outcome.ExitCode.ShouldBe(0);
        Column(outcome, "guardian").ShouldBe(["LP", "CP", "FI"]);
        outcome.Lines.Count(line => line.Contains("fully_complete")).ShouldBe(3);
        outcome.Lines.Count(line => line.Contains("confirmed  ")).ShouldBe(5);
        outcome.Lines.Count(line => line.Contains("HTTP 503  attempt 1 fails, on purpose")).ShouldBe(1);
        outcome.Lines.Count(line => line.Contains("retry_transfer")).ShouldBe(1);
        outcome.Lines.Count(line => line.Contains("  transfer_complete  ")).ShouldBe(3);
        outcome.Lines.Count(line => line.Contains("VH-0000") && line.Contains("sha256")).ShouldBe(3);
        outcome.Lines.Count(line => line.Contains("FH-0000") && line.Contains("sha256")).ShouldBe(2);
        outcome.Lines[^1].ShouldStartWith("Done in ");
    }

    [Fact]
    public async Task It_leaves_nothing_behind()
    {
        var outcome = await _prompt.Types("demo");

        var folder = outcome.Lines.Single(line => line.Contains("its data is in ")).Split("its data is in ")[1];
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task It_stays_if_asked_until_it_is_interrupted()
    {
        using var interruption = new CancellationTokenSource();
        var output = new Lines();
        var running = HandoffSaga.Host.Cli.HandoffProgram.Run(
            ["demo", "--stay"],
            _prompt.CliContext(output, TextWriter.Null),
            interruption.Token
        );
        string line;
        do line = await output.Next(running);
        while (!line.Contains("export PATH"));
        using var client = new HttpClient();

        var station = line.Split("HANDOFF_URL=")[1].Trim();
        (await client.GetStringAsync(new Uri($"{station}/transfers"), TestContext.Current.CancellationToken)).ShouldContain("\"total\":3");
        await interruption.CancelAsync();

        (await running).ShouldBe(0);
    }

    [Fact]
    public async Task A_station_that_rejects_the_job_fails_it_and_says_why()
    {
        await using var service = await FakeService.Start();
        service.Answers(
            "POST /signoffs",
            422,
            """{"detail":"The signoff is refused.","errors":[{"path":"approvals","message":"too few"}]}"""
        );
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exitCode = await new DemoScene(
            _prompt.CliContext(output, error),
            _prompt.Folder,
            (_, _) =>
                Task.FromResult(new DemoStation(new Uri(service.Url), new RunningStation(new Uri(service.Url), () => Task.CompletedTask)))
        ).Play(stay: false, CancellationToken.None);

        exitCode.ShouldBe(1);
        error
            .ToString()
            .ShouldBe(
                "handoff: the demo failed: the signoff PKG-2025-001-LP-TEST1 was not accepted: The signoff is refused. approvals: too few\n"
            );
        output.ToString().ShouldNotContain("Done");
    }

    private static IEnumerable<string> Column(Outcome outcome, string who) =>
        outcome
            .Lines.Where(line => line.Contains($" s  ") && line.Contains($"  {who} "))
            .Select(line => line.Split(" s  ")[1].Split(' ')[0]);
}
