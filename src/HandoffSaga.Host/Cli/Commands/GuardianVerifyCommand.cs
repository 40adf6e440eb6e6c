using System.CommandLine;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Signatures;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Checks a signoff's signature the way the station does.</summary>
internal static class GuardianVerifyCommand
{
    /// <summary>Builds <c>handoff guardian verify</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string>("FILE") { Description = "The signed signoff as JSON; - is standard input" };
        var keys = new Option<string>("--jwks")
        {
            Description = "Guardian's public keys, as Guardian:Jwks names them",
            Required = true,
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the verdict as JSON" };
        var command = new HandoffCommand("verify", "Checks a signoff's signature the way the station does, by the keys of a JWKS file")
        {
            Notes = """
                When the signature is invalid, prints the failed check and ends with exit code 6. A key outside its nbf and exp is not accepted.
                A vault package can be verified too, without the members that HandoffSaga added.
                """,
            Examples = [("guardian verify signed.json --jwks keys/guardian.jwks.json", "")],
        };
        command.Add(file);
        command.Add(keys);
        command.Add(json);
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

                var read = JwkSetParser.Parse(await cli.Read(parsed.GetRequiredValue(keys), cancellationToken));
                if (read is JwkSetParse.Rejected(var reason))
                    return cli.Fail(ExitCode.Failed, $"{parsed.GetValue(keys)}: {reason}");

                var content = signoff.Object.Without(SignoffSigner.SignatureMember);
                var signature = signoff.Object.GetString(SignoffSigner.SignatureMember);
                var verdict = ((JwkSetParse.Parsed)read).Keys.Verify(signature ?? "", content.Utf8.Span, cli.Clock.GetUtcNow());
                if (parsed.GetValue(json))
                    cli.Data.Json(Json(verdict, content).Utf8.Span);
                else
                    Show(cli.Data, verdict, signature is null);
                return verdict is SignatureVerdict.Verified ? ExitCode.Done : ExitCode.CheckFoundSomething;
            }
        );
        return command;
    }

    private static void Show(ConsoleOutput output, SignatureVerdict verdict, bool missing)
    {
        switch (verdict)
        {
            case SignatureVerdict.Verified(var keyId):
                output.Line(StyledText.Good("verified"), $"  by key {keyId}");
                break;
            case SignatureVerdict.Rejected when missing:
                output.Line(
                    StyledText.Bad("rejected"),
                    "  signature_missing_or_malformed: guardian_signature is missing or is not a string"
                );
                break;
            case SignatureVerdict.Rejected(var fault):
                output.Line(StyledText.Bad("rejected"), $"  {fault.Name()}: guardian_signature {fault.Advice()}");
                break;
        }
    }

    private static CanonicalObject Json(SignatureVerdict verdict, CanonicalObject content) =>
        new CanonicalObjectBuilder()
            .Add("verified", verdict is SignatureVerdict.Verified)
            .Add("key_id", (verdict as SignatureVerdict.Verified)?.KeyId)
            .Add("fault", verdict is SignatureVerdict.Rejected(var fault) ? fault.Name() : null)
            .Add("signoff_sha256", content.Sha256Hex())
            .Build();
}
