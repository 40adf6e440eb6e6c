using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Settings;

namespace HandoffSaga.Host.Cli.Commands.Waiting;

/// <summary>The options of a command that can wait for what becomes of a transfer.</summary>
internal sealed class WaitOptions
{
    /// <summary>The end of a command's notes.</summary>
    public const string Notes = """
        With --wait or --watch it ends when nothing is under way any more, and the exit code says what became of it:
        0 when the hubs have confirmed, 6 when a leg is held or escalated, or ended in another way, so that a person has to look,
        1 when it is still under way after --timeout. A service that does not answer meanwhile is asked again.
        """;

    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until nothing is under way any more" };
    private readonly Option<bool> _watch = new("--watch") { Description = "Wait, and print every change" };
    private readonly Option<string?> _limit = new("--timeout")
    {
        Description = $"How long to wait, such as 30s or 1h (default {Duration.Format(Usual)})",
        HelpName = "DURATION",
    };

    private WaitOptions() { }

    /// <summary>Adds the options to a command.</summary>
    public static WaitOptions Of(Command command)
    {
        var options = new WaitOptions();
        options._limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(Duration.TryParse(token.Value, out var limit) && limit > TimeSpan.Zero))
                result.AddError($"'{token.Value}' is not a duration: write 30s, 5m or 1h.");
        });
        command.Add(options._wait);
        command.Add(options._watch);
        command.Add(options._limit);
        command.Validators.Add(result =>
        {
            if (result.GetResult(options._limit) is not null && !result.GetValue(options._wait) && !result.GetValue(options._watch))
                result.AddError("--timeout belongs to --wait or --watch.");
        });
        return options;
    }

    /// <summary>Waits as the options say; null when they do not.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="client">Whom to ask.</param>
    /// <param name="cli">Where changes are printed.</param>
    /// <param name="json">Standard output belongs to JSON, and changes go to standard error.</param>
    public TransferWait? Wait(ParseResult parsed, HandoffClient client, CliContext cli, bool json)
    {
        var watch = parsed.GetValue(_watch);
        if (!watch && !parsed.GetValue(_wait))
            return null;
        var limit = parsed.GetValue(_limit) is { } text && Duration.TryParse(text, out var given) ? given : Usual;
        return new TransferWait(client, cli, watch ? (json ? cli.Messages : cli.Data) : null, limit);
    }
}
