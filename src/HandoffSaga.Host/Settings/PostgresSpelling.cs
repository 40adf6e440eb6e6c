using System.Data.Common;

namespace HandoffSaga.Host.Settings;

/// <summary>The words that psql and libpq use for what Npgsql's connection strings name otherwise.</summary>
internal static class PostgresSpelling
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dbname"] = "Database",
        ["hostaddr"] = "Host",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    /// <summary>What to write instead, as the end of an error; empty when none of the words is in <paramref name="text"/>.</summary>
    public static string Advice(string text)
    {
        if (text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && text.Contains("://", StringComparison.Ordinal))
            return "; an address is not read here, write its parts as Host=...;Port=...;Database=...;Username=...;Password=...";
        if (!text.Contains(';', StringComparison.Ordinal) && text.Count(character => character == '=') > 1)
            return "; between its parts stands a semicolon, not a space";

        var found = Keywords(text).Where(Words.ContainsKey).Select(word => $"{word} is called {Words[word]} here").ToList();
        return found.Count == 0 ? "" : "; " + string.Join(", ", found);
    }

    private static IEnumerable<string> Keywords(string text)
    {
        try
        {
            return [.. new DbConnectionStringBuilder { ConnectionString = text }.Keys.Cast<string>()];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }
}
