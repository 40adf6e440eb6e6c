using System.Diagnostics;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Ledger;

/// <summary>An auditor who trusts nothing of ours: Go's checksum-database client (golang.org/x/mod/sumdb), as Debian packages it.</summary>
internal static class GoClient
{
    private const string Packages = "/usr/share/gocode";

    /// <summary>Exit code, what it said, and what it complained of.</summary>
    public static async Task<(int ExitCode, string Said, string Complained)> Audit(
        string folder,
        string vkey,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(Path.Combine(Packages, "src/golang.org/x/mod/sumdb/tlog")) || !File.Exists("/usr/bin/go"))
        {
            throw new InvalidOperationException(
                "Go and its checksum-database client are missing: apt-get install golang-go golang-golang-x-mod-dev"
            );
        }

        var start = new ProcessStartInfo("/usr/bin/go")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Repository.Root, "tests", "HandoffSaga.SystemSpecs", "Ledger", "GoClient"),
        };
        foreach (var argument in new[] { "run", "main.go", folder, vkey })
            start.ArgumentList.Add(argument);
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = Packages;
        start.Environment["GOFLAGS"] = "";
        start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "handoff-go-cache");
        using var go = Process.Start(start)!;
        var said = go.StandardOutput.ReadToEndAsync(cancellationToken);
        var complained = go.StandardError.ReadToEndAsync(cancellationToken);
        await go.WaitForExitAsync(cancellationToken);
        return (go.ExitCode, (await said).Trim(), (await complained).Trim());
    }
}
