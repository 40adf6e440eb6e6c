using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Where a command looks for the installed service.</summary>
internal static class ServiceLookup
{
    public static InstalledService Service(this CliContext cli) =>
        new(cli.Root.TrimEnd('/') + InstalledService.Usual.Folder, cli.Root.TrimEnd('/') + InstalledService.Usual.DataFolder);
}
