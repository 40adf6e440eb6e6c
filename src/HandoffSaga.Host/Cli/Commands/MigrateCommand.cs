using System.CommandLine;
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
        var config = ConfigOption.Of(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var variables = new Dictionary<string, string>(cli.Variables, StringComparer.Ordinal);
                if (parsed.GetValue(connection) is { } own)
                    variables["HANDOFF_Store__ConnectionString"] = own;
                if (config.ToMigrateBy(parsed, cli with { Variables = variables }) is not { } settings)
                    return ExitCode.WrongUsage;
                DataFolder.Create(settings.DataFolder);
                await Migrate(settings, cancellationToken);
                cli.Messages.Line($"The schema is up to date: {Redaction.Hide(settings.Store.ConnectionString)}");
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task Migrate(HandoffSettings settings, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddStorage(settings.Store).BuildServiceProvider();
        await services.GetRequiredService<ISchema>().Migrate(cancellationToken);
    }
}
