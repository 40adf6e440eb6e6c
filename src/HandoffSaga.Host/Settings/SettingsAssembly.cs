using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using static HandoffSaga.Host.Settings.SettingsSchema;

namespace HandoffSaga.Host.Settings;

/// <summary>From single values to the record tree: paths made absolute, what only shows between keys checked.</summary>
internal static class SettingsAssembly
{
    public static HandoffSettings Assemble(SettingValues values, string workingFolder, List<string> problems)
    {
        var data = Path.GetFullPath(Home(values.Get(DataFolder)), workingFolder);
        var settings = new HandoffSettings(
            data,
            new(values.Get(NodeId), values.Get(NodeStationType), values.Get(NodeDomain), values.Get(NodeSmartId), values.Get(NodeInstance)),
            Store(values, data, problems),
            new(values.Get(BusChoice), values.Get(BusUrl), values.Get(BusQueueType), values.Get(BusReplies), values.Get(BusCommands)),
            new(Path.GetFullPath(Home(values.Get(ContractsFolder)), workingFolder), values.Get(ContractsRecheck)),
            new(values.Get(Verification), In(data, values.Get(GuardianJwks))),
            new(Hub(values, Vault, data), Hub(values, Floor, data)),
            Plan(values, GeneralRedelivery),
            new(values.Get(ApiUrls), InOrNone(data, values.Get(ApiTokenFile))),
            new(InOrNone(data, values.Get(IntakeFolder)), values.Get(IntakeMaxBytes)),
            new(values.Get(AlertsFloorHubUrl), values.Get(AlertsUrls)),
            new(values.Get(LedgerOrigin), In(data, values.Get(LedgerKeyFile)), In(data, values.Get(LedgerFolder)), Witness(values, problems), values.Get(LedgerForwardUrl)));
        if (settings.Api.Urls.Count == 0)
            problems.Add($"{ApiUrls.Name} ({values.Origin(ApiUrls)}): at least one address is needed");
        if (settings.Api.TokenFile is null && settings.Api.Urls.FirstOrDefault(url => !IsLoopback(url)) is { } open)
            problems.Add($"{ApiTokenFile.Name} is not set: {ApiUrls.Name} listens on {open}, which others can reach, so a bearer token is required");
        return settings;
    }

    private static WitnessSettings? Witness(SettingValues values, List<string> problems)
    {
        var (url, key) = (values.Get(LedgerWitnessUrl), values.Get(LedgerWitnessVKey));
        if ((url is null) != (key is null))
            problems.Add($"{LedgerWitnessUrl.Name} and {LedgerWitnessVKey.Name} belong together: only one of them is set");
        return url is null || key is null ? null : new(url, key);
    }

    private static StoreSettings Store(SettingValues values, string data, List<string> problems)
    {
        var provider = values.Get(StoreChoice);
        var text = values.Get(StoreConnectionString);
        var away = values.Get(StoreAwayAfter);
        if (provider == StoreProvider.Postgres)
            return new(provider, Server(values, text, problems), away);
        try
        {
            var parsed = new SqliteConnectionStringBuilder(text);
            var inMemory = parsed.Mode == SqliteOpenMode.Memory || parsed.DataSource is "" or ":memory:" || parsed.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
            if (inMemory)
                problems.Add($"{StoreConnectionString.Name} = \"{Redaction.Hide(text)}\" ({Origin()}): allowed is a file, such as Data Source=handoff.db; only a file survives the process");
            else
                parsed.DataSource = In(data, parsed.DataSource);
            return new(provider, parsed.ToString(), away);
        }
        catch (ArgumentException e)
        {
            problems.Add($"{StoreConnectionString.Name} = \"{Redaction.Hide(text)}\" ({Origin()}): {e.Message}");
            return new(provider, text, away);
        }

        string Origin() => values.Origin(StoreConnectionString) ?? "default";
    }

    private static string Server(SettingValues values, string text, List<string> problems)
    {
        const string example = "Host=db;Database=handoff;Username=handoff;Password=...";
        if (values.Origin(StoreConnectionString) is not { } origin)
        {
            problems.Add($"{StoreConnectionString.Name} is not set: {StoreChoice.Name} = postgres needs one, such as {example}");
            return text;
        }

        try
        {
            if (new NpgsqlConnectionStringBuilder(text) is { Host: null or "" } or { Database: null or "" })
                problems.Add($"{StoreConnectionString.Name} = \"{Redaction.Hide(text)}\" ({origin}): it must name Host and Database, such as {example}");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            problems.Add($"{StoreConnectionString.Name} = \"{Redaction.Hide(text)}\" ({origin}): {e.Message}; allowed is one such as {example}");
        }

        return text;
    }

    private static HubSettings Hub(SettingValues values, HubKeys keys, string data) => new(
        values.Get(keys.Connector), values.Get(keys.Url), values.Get(keys.Timeout), values.Get(keys.Concurrency), values.Get(keys.ReceiptDeadline),
        InOrNone(data, values.Get(keys.BearerTokenFile)), InOrNone(data, values.Get(keys.Jwks)), Plan(values, keys.Redelivery));

    private static RedeliverySettings Plan(SettingValues values, RedeliveryKeys keys) =>
        new(values.Get(keys.Delays), values.Get(keys.Jitter), values.Get(keys.AfterEscalation), values.Get(keys.MaxRetryAfter));

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    private static string In(string folder, string path) => Path.GetFullPath(Home(path), folder);

    private static string? InOrNone(string folder, string? path) => path is null ? null : In(folder, path);

    private static string Home(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path.AsSpan(1))
            : path;
}
