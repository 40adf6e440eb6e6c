using System.CommandLine;
using HandoffSaga.Host.Cli.Terminal;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Sqlite;

namespace HandoffSaga.Host.Cli.Commands;

internal static class MigrateCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var connection = new Option<string?>("--connection") { Description = "A connection string of its own, instead of Store:ConnectionString", HelpName = "STRING" };
        var command = new HandoffCommand("migrate", "Brings the schema of the store up to this version")
        {
            Notes = "The service does this by itself at its start where it may.",
            Examples = [("migrate", ""), ("migrate --connection \"Data Source=/var/lib/handoff/handoff.db\"", "")],
        };
        command.Add(connection);
        var config = ConfigOption.Of(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var variables = new Dictionary<string, string>(surroundings.Variables, StringComparer.Ordinal);
            if (parsed.GetValue(connection) is { } own)
                variables["HANDOFF_Store__ConnectionString"] = own;
            if (config.ToMigrateBy(parsed, surroundings with { Variables = variables }) is not { } settings)
                return ExitCode.WrongUsage;
            DataFolder.Create(settings.DataFolder);
            await Migrate(settings.Store, cancellationToken);
            surroundings.Messages.Line($"The schema is up to date: {Redaction.Hide(settings.Store.ConnectionString)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task Migrate(StoreSettings store, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(store.ConnectionString).BuildServiceProvider();
        await services.GetRequiredService<ISchema>().Migrate(cancellationToken);
    }
}
