using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Demo.Story;

/// <summary>Prints commands to try against a demo that keeps running.</summary>
internal static class DemoStay
{
    public static void Invite(ConsoleOutput output, string folder, Uri station, DemoHubs hubs, IReadOnlyList<DemoSignoff> signoffs)
    {
        var first = signoffs[0].PackageId;
        var program = Path.GetDirectoryName(Environment.ProcessPath);
        output.Line("");
        output.Line(StyledText.Strong("It stays until Ctrl-C, then its data is deleted. In another terminal:"));
        output.Columns(
            [
                [$"export PATH=\"{program}:$PATH\" HANDOFF_URL={station.AbsoluteUri.TrimEnd('/')}"],
                ["handoff list"],
                [$"handoff show {first}"],
                [$"handoff submit {Path.Combine(folder, first)}.json", StyledText.Dim("# again: a duplicate, nothing moves twice")],
                [$"sed 's/{first}/PKG-MINE/' {Path.Combine(folder, first)}.json > mine.json", StyledText.Dim("# one of your own")],
                [$"handoff guardian sign mine.json --key {Path.Combine(folder, "guardian.private.jwk.json")} --out mine.json"],
                [$"curl -X PUT --data down {hubs.Vault.BaseAddress}fail", StyledText.Dim("# the vault hub goes down")],
                ["handoff submit mine.json"],
                ["handoff hubs"],
                [$"curl -X DELETE {hubs.Vault.BaseAddress}fail", StyledText.Dim("# and comes back")],
                ["handoff redeliver PKG-MINE --leg vault_hub --reason \"hub is back\"", StyledText.Dim("# once it is escalated")],
            ],
            "  "
        );
    }
}
