using System.CommandLine;
using System.Net;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Cli.Commands.Waiting;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Requests redelivery of one leg, or of all escalated legs.</summary>
internal static class RedeliverCommand
{
    private const string PageSize = "200";

    /// <summary>Builds <c>handoff redeliver</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create("The package whose leg to redeliver");
        package.Arity = ArgumentArity.ZeroOrOne;
        var all = new Option<bool>("--all-escalated") { Description = "All transfers whose leg is escalated, instead of one package" };
        var leg = LegOption.Create("The leg to redeliver", required: true);
        var reason = ReasonOptions.Reason();
        var by = ReasonOptions.By();
        var command = new HandoffCommand(
            "redeliver",
            "Redelivers a held, escalated or closed leg, or a waiting one now instead of later, with a fresh budget of attempts"
        )
        {
            Notes =
                "Exit code 3 when there is no such transfer, 5 when the leg is neither held, escalated, closed nor waiting for its next attempt.\n"
                + WaitOptions.Notes,
            Examples =
            [
                ("redeliver PKG-2025-001-LP-TEST1 --leg vault_hub --reason \"hub is back\"", ""),
                ("redeliver --all-escalated --leg vault_hub --reason \"hub is back\" --by \"J. Doe\"", "after a long outage"),
                ("redeliver PKG-2025-001-LP-TEST1 --leg vault_hub --reason \"hub is back\" --wait", "until the hub has confirmed"),
            ],
        };
        command.Add(package);
        command.Add(all);
        command.Add(leg);
        command.Add(reason);
        command.Add(by);
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetResult(package)?.Tokens.Count > 0))
                result.AddError("Give either one PACKAGE or --all-escalated.");
        });
        var wait = WaitOptions.Of(command);
        var service = ServiceOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    client =>
                    {
                        var request = new LegRequest(
                            parsed.GetRequiredValue(leg)!,
                            parsed.GetRequiredValue(reason),
                            parsed.GetValue(by) ?? cli.User
                        );
                        var waiting = wait.Wait(parsed, client, cli, service.Json(parsed));
                        return parsed.GetValue(all)
                            ? All(client, cli, request, waiting, service.Json(parsed), cancellationToken)
                            : One(client, cli, parsed.GetValue(package)!, request, waiting, service.Json(parsed), cancellationToken);
                    }
                )
        );
        return command;
    }

    private static async Task<int> One(
        HandoffClient client,
        CliContext cli,
        string package,
        LegRequest request,
        TransferWait? waiting,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var answer = await client.Redeliver(package, request, cancellationToken);
        if (!answer.Succeeded)
            return cli.Fail(answer);
        if (json && answer.Body.Length > 0)
            cli.Data.Json(answer.Body);
        else if (!json)
            cli.Data.Line(package, "  ", request.Leg, "  ", StyledText.Good("requested"), InsteadOf(answer));
        return await Follow(cli, waiting, package, request.Leg, json, cancellationToken);
    }

    private static async Task<int> Follow(
        CliContext cli,
        TransferWait? waiting,
        string package,
        string leg,
        bool json,
        CancellationToken cancellationToken
    )
    {
        if (waiting is null)
            return ExitCode.Done;
        var waited = await waiting.Until(package, leg, cancellationToken);
        if (!json && waited.Answer.Read(ApiJson.Default.TransferAnswer) is { } transfer)
            cli.Data.Line(package, "  ", leg, "  ", StyledText.Status(TransferEnd.StatusOf(transfer, leg)));
        return waited.ExitCode;
    }

    private static StyledText InsteadOf(ApiAnswer answer) =>
        answer.Read(ApiJson.Default.RedeliverAnswer)?.InsteadOf is { } later ? StyledText.Dim($", now instead of at {later}") : "";

    /// <summary>Requests redelivery of all escalated legs. It lists all pages first, because a request changes later pages.</summary>
    private static async Task<int> All(
        HandoffClient client,
        CliContext cli,
        LegRequest request,
        TransferWait? waiting,
        bool json,
        CancellationToken cancellationToken
    )
    {
        List<string> packages = [];
        string? cursor = null;
        do
        {
            var page = await client.Transfers(
                [new("leg", request.Leg), new("leg_status", LegStatusNames.Escalated), new("limit", PageSize), new("cursor", cursor)],
                cancellationToken
            );
            if (!page.Succeeded)
                return cli.Fail(page);
            var transfers = page.Read(ApiJson.Default.TransfersAnswer);
            packages.AddRange((transfers?.Items ?? []).Select(item => item.PackageId).OfType<string>());
            cursor = transfers?.NextCursor;
        } while (cursor is not null);

        List<(string Package, string Result)> results = [];
        foreach (var package in packages)
        {
            var answer = await client.Redeliver(package, request, cancellationToken);
            if (answer.Status is null)
                return cli.Fail(answer);
            var result =
                answer.Succeeded ? "requested"
                : answer.Status == HttpStatusCode.Conflict ? "no longer escalated"
                : answer.Explanation;
            results.Add((package, result));
            if (!json)
                cli.Data.Line(package, "  ", request.Leg, "  ", answer.Succeeded ? StyledText.Good(result) : StyledText.Warning(result));
        }

        var requested = results.Count(result => result.Result == "requested");
        if (json)
            cli.Data.Json(Json(request.Leg, results));
        cli.Messages.Line(StyledText.Dim($"{requested} of {results.Count} requested"));
        if (!results.All(result => result.Result is "requested" or "no longer escalated"))
            return ExitCode.Failed;
        var exitCode = ExitCode.Done;
        foreach (var (package, _) in results.Where(result => result.Result == "requested"))
        {
            var ended = await Follow(cli, waiting, package, request.Leg, json, cancellationToken);
            exitCode = exitCode == ExitCode.Done ? ended : exitCode;
        }

        return exitCode;
    }

    private static byte[] Json(string leg, List<(string Package, string Result)> results) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new RedeliveriesAnswer([.. results.Select(result => new RedeliveryAnswer(result.Package, leg, result.Result))]),
            ApiJson.Default.RedeliveriesAnswer
        );
}
