using System.CommandLine;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Signatures;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Makes a key pair for a Guardian and its station.</summary>
internal static class GuardianKeygenCommand
{
    private const string PrivateFile = "guardian.private.jwk.json";
    private const string PublicFile = "guardian.jwks.json";

    /// <summary>Builds <c>handoff guardian keygen</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var folder = new Option<string>("--out")
        {
            Description = "The folder for both files",
            Required = true,
            HelpName = "FOLDER",
        };
        var kid = new Option<string?>("--kid") { Description = "The key's name (default: its RFC 7638 thumbprint)", HelpName = "NAME" };
        var algorithm = new Option<string>("--alg")
        {
            Description = "EdDSA (Ed25519) or ES256 (P-256)",
            HelpName = "ALG",
            DefaultValueFactory = _ => SignatureAlgorithms.EdDsa,
        };
        algorithm.AcceptOnlyFromAmong(SignatureAlgorithms.EdDsa, SignatureAlgorithms.Es256);
        var command = new HandoffCommand("keygen", "Makes a key pair: a private JWK for Guardian, a public JWKS for the station")
        {
            Notes =
                $"Writes {PrivateFile}, readable by its owner only, and {PublicFile}. An existing file is never replaced (exit code 5).",
            Examples = [("guardian keygen --out ./keys --kid guardian-1", ""), ("guardian keygen --out ./keys --alg ES256", "")],
        };
        command.Add(folder);
        command.Add(kid);
        command.Add(algorithm);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var path = Path.GetFullPath(parsed.GetRequiredValue(folder), cli.WorkingFolder);
                foreach (var file in new[] { Path.Combine(path, PrivateFile), Path.Combine(path, PublicFile) })
                {
                    if (File.Exists(file))
                        return cli.Fail(ExitCode.Conflict, $"{file} already exists, and a key is never replaced; choose another folder.");
                }

                Directory.CreateDirectory(path);
                using var key = GuardianKey.Generate(parsed.GetRequiredValue(algorithm), parsed.GetValue(kid));
                await Write(
                    Path.Combine(path, PrivateFile),
                    key.ToPrivateJwk(),
                    UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    cancellationToken
                );
                await Write(
                    Path.Combine(path, PublicFile),
                    key.ToPublicJwks(),
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                    cancellationToken
                );
                cli.Data.Line(Path.Combine(path, PrivateFile));
                cli.Data.Line(Path.Combine(path, PublicFile));
                return ExitCode.Done;
            }
        );
        return command;
    }

    /// <summary>Writes the file; its permissions are set before the first byte.</summary>
    private static async Task Write(string path, byte[] bytes, UnixFileMode rights, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = rights;
        await using var file = new FileStream(path, options);
        await file.WriteAsync(bytes, cancellationToken);
        await file.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }
}
