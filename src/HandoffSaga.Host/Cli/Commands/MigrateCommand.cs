using System.CommandLine;
using System.Data.Common;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Updates the schema of the store to this version.</summary>
internal static class MigrateCommand
{
    /// <summary>Builds <c>handoff migrate</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var connection = new Option<string?>("--connection")
        {
            Description = "The connection string to use instead of Store:ConnectionString",
            HelpName = "STRING",
        };
        var command = new HandoffCommand("migrate", "Updates the schema of the store to this version")
        {
            Notes = """
                Works on the store of --connection, else on that of the settings: of --config or HANDOFF_CONFIG, of
                appsettings.json in the working folder, else of the installed service in /etc/handoff.
                The service does this at its start if it has the rights. On PostgreSQL its role must own the tables for that; otherwise give
                this command the connection string of a role that owns them. Any number of processes may start meanwhile: one migrates, the others wait.
                """,
            Examples =
            [
                ("migrate", ""),
                ("migrate --connection \"Data Source=/var/lib/handoff/handoff.db\"", ""),
                ("migrate --connection \"Host=db;Database=handoff;Username=handoff_owner;Password=...\"", ""),
            ],
        };
        command.Add(connection);
        var config = ConfigOption.Of(command, ofService: true);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var variables = new Dictionary<string, string>(cli.Variables, StringComparer.Ordinal);
                var own = parsed.GetValue(connection);
                if (own is not null)
                {
                    variables["HANDOFF_Store__ConnectionString"] = own;
                    variables["HANDOFF_Store__Provider"] = NamesServer(own) ? "postgres" : "sqlite";
                }

                var named = cli with { Variables = variables };
                if ((own is null ? config.ToMigrateBy(parsed, named) : config.ToMigrateAnother(parsed, named)) is not { } settings)
                    return ExitCode.WrongUsage;
                if (settings.Store.Kind == StoreKind.Sqlite)
                    DataFolder.Create(settings.DataFolder);
                DataFolder.CreateStore(settings.Store);
                await Migrate(settings, cancellationToken);
                cli.Messages.Line($"The schema is up to date: {Redaction.Hide(settings.Store.ConnectionString)}");
                return ExitCode.Done;
            }
        );
        return command;
    }

    // A string for PostgreSQL names a host, one for SQLite a file.
    private static bool NamesServer(string connection)
    {
        try
        {
            var words = new DbConnectionStringBuilder { ConnectionString = connection };
            return words.ContainsKey("Host") || words.ContainsKey("Server") || words.ContainsKey("Database");
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static async Task Migrate(HandoffSettings settings, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddStorage(settings.Store).BuildServiceProvider();
        await services.GetRequiredService<ISchema>().Migrate(cancellationToken);
    }
}
