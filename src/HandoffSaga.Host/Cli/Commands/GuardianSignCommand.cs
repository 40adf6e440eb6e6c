using System.CommandLine;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Signs a signoff with a private key.</summary>
internal static class GuardianSignCommand
{
    /// <summary>Builds <c>handoff guardian sign</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string>("FILE") { Description = "The signoff as JSON; - is standard input" };
        var keyFile = new Option<string>("--key")
        {
            Description = "The private key as a JWK, as keygen makes it",
            Required = true,
            HelpName = "FILE",
        };
        var target = new Option<string?>("--out")
        {
            Description = "The file for the signed signoff (default: standard output)",
            HelpName = "FILE",
        };
        var command = new HandoffCommand("sign", "Signs a signoff: a detached JWS over its RFC 8785 form, as guardian_signature")
        {
            Notes = "The signed signoff is written in canonical form. An existing signature is replaced.",
            Examples = [("guardian sign signoff.json --key keys/guardian.private.jwk.json --out signed.json", "")],
        };
        command.Add(file);
        command.Add(keyFile);
        command.Add(target);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var signoff = CanonicalObject.Parse(
                    await cli.Read(parsed.GetRequiredValue(file), cancellationToken),
                    CanonicalLimits.Default
                );
                if (!signoff.IsCanonical)
                {
                    return cli.Fail(
                        ExitCode.Failed,
                        $"{parsed.GetValue(file)}: {signoff.Problem.Message} (byte {signoff.Problem.ByteOffset})"
                    );
                }

                GuardianKey key;
                try
                {
                    key = GuardianKey.Read(
                        await File.ReadAllBytesAsync(
                            Path.GetFullPath(parsed.GetRequiredValue(keyFile), cli.WorkingFolder),
                            cancellationToken
                        )
                    );
                }
                catch (InvalidDataException e)
                {
                    return cli.Fail(ExitCode.Failed, $"{parsed.GetValue(keyFile)}: {e.Message}");
                }

                using (key)
                {
                    var signed = SignoffSigner.Sign(signoff.Object, key).Utf8;
                    if (parsed.GetValue(target) is { } path)
                        await File.WriteAllBytesAsync(Path.GetFullPath(path, cli.WorkingFolder), signed, cancellationToken);
                    else
                        cli.Data.Json(signed.Span);
                }

                return ExitCode.Done;
            }
        );
        return command;
    }
}
