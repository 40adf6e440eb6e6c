using System.CommandLine;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints the exact bytes of a signoff that are signed.</summary>
internal static class GuardianCanonicalizeCommand
{
    /// <summary>Builds <c>handoff guardian canonicalize</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string>("FILE") { Description = "The signoff as JSON; - is standard input" };
        var command = new HandoffCommand(
            "canonicalize",
            "Prints the exact bytes of a signoff that are signed: its RFC 8785 form without guardian_signature"
        )
        {
            Notes = """
                The output has no trailing newline, so that sha256sum gives the signoff_sha256. A signature is over
                BASE64URL(header) "." BASE64URL(these bytes).
                """,
            Examples =
            [
                ("guardian canonicalize signoff.json", ""),
                ("guardian canonicalize signoff.json | sha256sum", "the signoff_sha256"),
            ],
        };
        command.Add(file);
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

                await cli.Write(signoff.Object.Without(SignoffSigner.SignatureMember).Utf8, cancellationToken);
                return ExitCode.Done;
            }
        );
        return command;
    }
}
