using System.CommandLine;
using System.Net;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;
using HandoffSaga.Outbound;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Settings;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Runs a stand-in hub for development.</summary>
internal static class HubCommand
{
    /// <summary>Builds <c>handoff hub</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var kind = new Option<string>("--kind")
        {
            Description = "Which hub it stands in for",
            Required = true,
            HelpName = "vault|floor",
        };
        kind.AcceptOnlyFromAmong("vault", "floor");
        var port = new Option<int?>("--port")
        {
            Description = "The port it listens on; 0 is any free port, and the default with --amqp",
            HelpName = "N",
        };
        var amqp = new Option<string?>("--amqp")
        {
            Description = "Take deliveries from this broker too, or from several nodes of one, joined by comma",
            HelpName = "URL",
        };
        amqp.Validators.Add(result =>
        {
            foreach (var node in result.Tokens.SelectMany(token => Nodes(token.Value)))
            {
                if (!SettingKinds.BrokerUrl.TryRead(new RawSetting(node), out _))
                    result.AddError($"'{Redaction.Hide(node)}' is not an absolute amqp or amqps address.");
            }
        });
        var ca = new Option<string?>("--ca-file")
        {
            Description = "Trust the authorities in this PEM file beside the system's, for amqps",
            HelpName = "FILE",
        };
        var certificate = new Option<string?>("--certificate-file")
        {
            Description = "The client certificate for a broker that wants one, in PEM, its issuers behind it",
            HelpName = "FILE",
        };
        var key = new Option<string?>("--key-file")
        {
            Description = "The client certificate's private key, in PEM, unless it is in --certificate-file",
            HelpName = "FILE",
        };
        var listen = new Option<string?>("--listen")
        {
            Description = "The address it listens on (default: 127.0.0.1)",
            HelpName = "ADDRESS",
        };
        listen.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IPAddress.TryParse(token.Value, out _))
                result.AddError($"'{token.Value}' is not an IP address.");
        });
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 0 and <= 65535))
                result.AddError($"'{token.Value}' is not a port from 0 to 65535.");
        });
        var folder = new Option<string>("--folder")
        {
            Description = "The folder for received packages, which survive a restart",
            Required = true,
            HelpName = "DIR",
        };
        var fail = new Option<string?>("--fail") { Description = "Fail rules that apply from the start", HelpName = "RULE" };
        fail.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !FailRules.TryParse(token.Value, out _, out var error))
                result.AddError(error);
        });
        var command = new HandoffCommand(
            "hub",
            "A stand-in hub for development: receives packages, answers with receipts, keeps the packages, fails on demand"
        )
        {
            Notes = $"""
                Rules, joined by comma: {FailRules.Forms}.
                PUT /fail with rules as text changes the rules of a running hub, and DELETE /fail removes them; GET /received lists the received packages.
                Everyone who can reach it may deliver to it and read its packages: only in a container network let it listen on more than loopback.
                With --amqp it answers deliveries to vault-hub.deliveries or floor-hub.deliveries, for Hubs:Vault:Connector=amqp at the station. Over a broker a failing status becomes a rejection, final where the status is;
                timeout, no-receipt and lost-answer send no receipt; and down leaves the delivery in its queue.
                Prints one line for each delivery: time, answer, attempt, idempotency key.
                """,
            Examples =
            [
                ("hub --kind vault --port 5081 --folder ./vault", ""),
                ("hub --kind floor --port 5082 --folder ./floor --fail once", "the first attempt of each package fails"),
                ("hub --kind vault --amqp amqp://vault-hub:vault-hub-dev@localhost/ --folder ./vault", "over RabbitMQ"),
            ],
        };
        command.Add(kind);
        command.Add(port);
        command.Add(listen);
        command.Add(amqp);
        command.Add(ca);
        command.Add(certificate);
        command.Add(key);
        command.Add(folder);
        command.Add(fail);
        command.Validators.Add(result =>
        {
            if (result.GetResult(port) is null && result.GetResult(amqp) is null)
                result.AddError("The hub needs --port N, --amqp URL, or both.");
        });
        command.SetAction(
            async (parsed, interrupted) =>
                await Run(
                    cli,
                    new StandInHubOptions
                    {
                        Kind = parsed.GetValue(kind) == "vault" ? HubKind.Vault : HubKind.Floor,
                        Address = parsed.GetValue(listen) is { } address ? IPAddress.Parse(address).Plain() : IPAddress.Loopback,
                        Port = parsed.GetValue(port) ?? 0,
                        Broker = parsed.GetValue(amqp) is { } nodes ? [.. Nodes(nodes).Select(node => new Uri(node))] : [],
                        BrokerTls = new TlsOptions
                        {
                            CaFile = File(parsed.GetValue(ca)),
                            CertificateFile = File(parsed.GetValue(certificate)),
                            KeyFile = File(parsed.GetValue(key)),
                        },
                        Tell = line => cli.Messages.Line(line),
                        Folder = Path.GetFullPath(parsed.GetRequiredValue(folder), cli.WorkingFolder),
                        Fail = parsed.GetValue(fail) is { } text && FailRules.TryParse(text, out var rules, out _) ? rules : FailRules.None,
                        Clock = cli.Clock,
                    },
                    interrupted
                )
        );
        return command;

        string? File(string? path) => path is null ? null : Path.GetFullPath(path, cli.WorkingFolder);
    }

    private static string[] Nodes(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static async Task<int> Run(CliContext cli, StandInHubOptions options, CancellationToken interrupted)
    {
        StandInHub hub;
        try
        {
            hub = await StandInHub.Start(options, interrupted);
        }
        catch (Exception e) when (ListenFailure.Explain(e, $"--listen {options.Address}, --port {options.Port}") is { } why)
        {
            return cli.Fail(ExitCode.WrongUsage, why);
        }
        catch (ArgumentException e)
        {
            return cli.Fail(ExitCode.WrongUsage, e.Message);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return cli.Fail(ExitCode.Failed, e.Message);
        }

        await using (hub)
        {
            cli.Messages.Line(
                $"The {(options.Kind == HubKind.Vault ? "vault" : "floor")} hub listens on {hub.BaseAddress} and keeps its packages in {options.Folder}."
            );
            try
            {
                await foreach (var request in hub.Follow(interrupted))
                {
                    cli.Data.Line(
                        StyledText.Dim($"{request.ReceivedAt:HH:mm:ss.fff}"),
                        "  ",
                        StyledText.Status(request.Answer),
                        $"  attempt {request.Attempt}  {request.IdempotencyKey}"
                    );
                }
            }
            catch (OperationCanceledException)
            {
                // The normal end: it was asked to stop.
            }
        }

        return ExitCode.Done;
    }
}
