using HandoffSaga.Settings;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HandoffSaga.Host.Settings;

/// <summary>Checks the connection string for the configured database.</summary>
internal static class StoreConnection
{
    private const string Name = "Store:ConnectionString";
    private const string PostgresExample = "Host=db;Database=handoff;Username=handoff;Password=...";

    /// <summary>The store with its final connection string: a relative SQLite file is in the data folder.</summary>
    public static StoreOptions Checked(StoreOptions store, SettingsReader reader)
    {
        var origin = reader.Effective[Name].Origin;
        if (store.Kind == StoreKind.Sqlite)
            return store with { ConnectionString = Sqlite(store.ConnectionString, origin ?? "default", reader) };
        if (origin is null)
            reader.Reject($"{Name} is not set: Store:Provider = postgres needs one, such as {PostgresExample}");
        else
            Postgres(store.ConnectionString, origin, reader);
        return store;
    }

    private static string Sqlite(string text, string origin, SettingsReader reader)
    {
        try
        {
            var parsed = new SqliteConnectionStringBuilder(text);
            if (IsInMemory(parsed))
            {
                reader.Reject(
                    $"{Wrong(text, origin)}: allowed is a file, such as Data Source=handoff.db; only a file survives the process"
                );
            }
            else
            {
                parsed.DataSource = SettingKinds.DataPath.Locate(parsed.DataSource, reader.Folders);
            }

            return parsed.ToString();
        }
        catch (ArgumentException e)
        {
            reader.Reject($"{Wrong(text, origin)}: {WithoutParameter(e.Message)}");
            return text;
        }
    }

    private static bool IsInMemory(SqliteConnectionStringBuilder parsed) =>
        parsed.Mode == SqliteOpenMode.Memory
        || parsed.DataSource is "" or ":memory:"
        || parsed.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    private static void Postgres(string text, string origin, SettingsReader reader)
    {
        try
        {
            if (new NpgsqlConnectionStringBuilder(text) is { Host: null or "" } or { Database: null or "" })
            {
                var advice = PostgresSpelling.Advice(text);
                reader.Reject($"{Wrong(text, origin)}: it must name Host and Database{advice}, such as {PostgresExample}");
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            reader.Reject(
                $"{Wrong(text, origin)}: {WithoutParameter(e.Message).TrimEnd('.')}{PostgresSpelling.Advice(text)}; allowed is one such as {PostgresExample}"
            );
        }
    }

    // The libraries add the name of the parameter in their own code, and an address to read on.
    private static string WithoutParameter(string message)
    {
        foreach (var mark in new[] { " (Parameter '", " For a possible alternative" })
        {
            if (message.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at)
                message = message[..at];
        }

        return message;
    }

    private static string Wrong(string text, string origin) => $"{Name} = \"{Redaction.Hide(text)}\" ({origin})";
}
