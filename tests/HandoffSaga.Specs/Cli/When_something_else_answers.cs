namespace HandoffSaga.Specs.Cli;

/// <summary>A wrong port, a proxy, another service: nothing it says is taken for an answer about transfers.</summary>
public sealed class When_something_else_answers : IAsyncLifetime
{
    private static readonly Dictionary<string, OtherAnswer> Servers = new()
    {
        ["page"] = new(404, "text/html", "<html><head><title>404 Not Found</title></head></html>", "nginx/1.22.1"),
        ["nothing"] = new(404, "text/plain", ""),
        ["welcome"] = new(200, "text/html", "<!doctype html><title>Welcome</title>", "Apache"),
        ["json"] = new(200, "application/json", """{"status":"UP"}"""),
        ["problem"] = new(
            404,
            "application/problem+json",
            """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-1"}"""
        ),
        ["accepted"] = new(202, "application/json", """{"id":7}"""),
        ["conflict"] = new(409, "application/json", """{"error":"conflict"}"""),
        ["login"] = new(302, "text/html", "", Location: "https://login.example/"),
        ["proxy"] = new(502, "text/html", "<title>502 Bad Gateway</title>"),
        ["denied"] = new(403, "text/html", "<title>Forbidden</title>"),
    };

    private static readonly string[][] Commands =
    [
        ["health"],
        ["status", "PKG-1"],
        ["show", "PKG-1"],
        ["attempts", "PKG-1"],
        ["audit", "PKG-1"],
        ["list"],
        ["rejected"],
        ["hubs"],
        ["redeliver", "PKG-1", "--leg", "vault_hub", "--reason", "x"],
        ["redeliver", "--all-escalated", "--leg", "vault_hub", "--reason", "x"],
        ["submit", "signoff.json"],
        ["audit-pack", "PKG-1", "--out", "pack.zip"],
        ["audit-pack", "--part-id", "P", "--out", "pack.zip"],
        ["ledger", "checkpoint"],
        ["ledger", "verify", "--vkey", Samples.VerifierKey],
    ];

    private readonly Prompt _prompt = new();
    private FakeService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _prompt.Write("signoff.json", "{}");
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    public static TheoryData<string> Others => [.. Servers.Keys];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Every_command_fails_with_1_and_says_so(string server)
    {
        _service.Other = Servers[server];
        foreach (var command in Commands)
        {
            foreach (var json in Json(command))
            {
                string[] typed = [.. command, "--url", _service.Url, .. json];
                var outcome = await _prompt.Types(typed);

                outcome.ExitCode.ShouldBe(1, string.Join(' ', typed));
                (outcome.Output + outcome.Error).ShouldContain("is not a handoff service", Case.Sensitive, string.Join(' ', typed));
                (outcome.Output + outcome.Error).ShouldContain($"HTTP {Servers[server].Status}");
                outcome.Error.ShouldNotContain("no such transfer");
            }
        }

        File.Exists(Path.Combine(_prompt.Folder, "pack.zip")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("page", "HTTP 404, text/html, nginx/1.22.1, '404 Not Found'")]
    [InlineData("login", "HTTP 302, to https://login.example/, text/html")]
    [InlineData("json", "HTTP 200, application/json, Kestrel, '{\"status\":\"UP\"}'")]
    [InlineData("proxy", "A proxy answers so for a service that does not run.")]
    public async Task What_answered_is_told(string server, string told)
    {
        _service.Other = Servers[server];

        (await _prompt.Types("status", "PKG-1", "--url", _service.Url)).Error.ShouldContain(told);
    }

    [Fact]
    public async Task A_path_the_service_does_not_have_is_no_missing_transfer()
    {
        _service.Answers(
            "GET /prefix/transfers/PKG-1",
            404,
            """{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no endpoint GET /prefix/transfers/PKG-1.","errors":[]}"""
        );

        var outcome = await _prompt.Types("status", "PKG-1", "--url", _service.Url + "/prefix");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("There is no endpoint");
    }

    [Fact]
    public async Task A_service_of_the_version_before_is_still_known()
    {
        _service.Other = new(
            404,
            "application/problem+json",
            """{"type":"urn:handoff:problem:unknown-package","title":"Unknown package","status":404,"detail":"No.","errors":[]}"""
        );
        (await _prompt.Types("status", "PKG-1", "--url", _service.Url)).ShouldBe(new Outcome(3, "", "handoff: No.\n"));

        _service.Other = new(200, "application/json", """{"status":"ready","checks":[{"name":"store","ok":true,"detail":null}]}""");
        (await _prompt.Types("health", "--url", _service.Url)).ExitCode.ShouldBe(0);
    }

    private static IEnumerable<string[]> Json(string[] command) =>
        command[0] is "audit-pack" or "ledger"
            ?
            [
                [],
            ]
            :
            [
                [],
                ["--json"],
            ];
}
