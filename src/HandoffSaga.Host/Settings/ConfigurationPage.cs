using System.Text;

namespace HandoffSaga.Host.Settings;

/// <summary>Writes docs/configuration.md from the settings schema.</summary>
internal static class ConfigurationPage
{
    private const string Introduction = """
        # Configuration

        <!-- Made by `handoff config --markdown` from the settings schema. Change it there. -->

        HandoffSaga reads its settings from three places. A later one overrides an earlier one:

        1. `appsettings.json` in the working folder
        2. the JSON file that `--config`, or `HANDOFF_CONFIG`, names
        3. environment variables: `HANDOFF_` before the key, `__` between its levels

        ```json
        { "Node": { "Id": "NODE-LP-001" }, "Redelivery": { "Delays": [ "10s", "1m", "5m" ] } }
        ```

        ```bash
        HANDOFF_Node__Id=NODE-LP-001
        HANDOFF_Redelivery__Delays=10s,1m,5m
        HANDOFF_Hubs__Vault__Redelivery__Delays__0=30s   # the same as an array with one item
        ```

        `handoff config` shows every effective value and where it came from. Invalid values and unknown keys stop the start, with one line for each.

        - **Keys** are case-insensitive. A JSON `null` restores the default.
        - **Lists** are replaced, not merged. Write a list as a JSON array or as one comma-separated string; an empty one is the empty list.
        - **Durations** are written `500ms`, `10s`, `1m`, `1h`, `2d` or `00:00:30`. A number without a unit is rejected.
        - **Sizes** are written `8388608`, `8192 KiB` or `8 MiB`.
        - **Paths** may begin with `~/`. Files with tokens and private keys must be readable by their owner only (`chmod 600`), otherwise the start fails.

        Where there is neither file, the commands on a service's files (`config`, `migrate`, `ledger ...`, `audit-pack`) read those of the installed service: `/etc/handoff/appsettings.json` and `/etc/handoff/handoff.env`.

        The command line itself takes `HANDOFF_URL` and `HANDOFF_TOKEN_FILE` as defaults of `--url` and `--token-file`, and honours `NO_COLOR`.
        """;

    public static string Text => Write(SettingsGroups.All, SettingsSchema.Retired);

    public static string Write(IEnumerable<SettingsGroup> groups, IReadOnlyList<RetiredSetting> retired)
    {
        var page = new StringBuilder(Introduction).Append('\n');
        foreach (var group in groups)
        {
            page.Append("\n## ").Append(group.Title).Append("\n\n");
            page.Append("| Key | Default | Allowed | Meaning |\n|---|---|---|---|\n");
            foreach (var same in Rows(group))
                page.Append($"| {Names(same)} | {Default(same.Key.Default)} | {Cell(same.Key.Allowed)} | {Cell(same.Key.Description)} |\n");
            if (group.Notes.Length > 0)
                page.Append('\n').Append(group.Notes).Append('\n');
        }

        if (retired.Count > 0)
        {
            page.Append(
                "\n## Retired\n\nThese keys are accepted with a warning in this release, and rejected in the next.\n\n| Key | Reason |\n|---|---|\n"
            );
            foreach (var setting in retired)
                page.Append($"| `{setting.Name}` | {Cell(setting.Reason)} |\n");
        }

        return page.ToString();
    }

    // The two hubs have the same keys: identical ones share a row, different ones are adjacent rows.
    private static IEnumerable<IGrouping<SettingKey, SettingKey>> Rows(SettingsGroup group) =>
        group
            .Keys.GroupBy(key => key.Name[(key.Name.LastIndexOf(':') + 1)..])
            .SelectMany(leaf => leaf.GroupBy(key => key with { Name = "" }));

    private static string Names(IEnumerable<SettingKey> keys) => string.Join("<br>", keys.Select(key => $"`{key.Name}`"));

    private static string Default(string text) =>
        text switch
        {
            "" => "none",
            ['=', ' ', .. var other] => $"that of `{other}`",
            _ => $"`{text}`",
        };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
