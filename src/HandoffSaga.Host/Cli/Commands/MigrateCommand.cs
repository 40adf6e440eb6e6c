using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Cli.Commands;

internal static class MigrateCommand
{
    public static Command Create(CliContext cli)
    {
        var connection = new Option<string?>("--connection")
        {
            Description = "A connection string of its own, instead of Store:ConnectionString",
            HelpName = "STRING",
        };
        var command = new HandoffCommand("migrate", "Brings the schema of the store up to this version")
        {
            Notes = """
                The service does this by itself at its start where it may. On PostgreSQL it may if its role owns the tables; where it does not, give
                this command the connection string of a role that does. Any number of processes may start meanwhile: one migrates, the others wait.
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
