using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Legs;

namespace HandoffSaga.Demo.Story;

/// <summary>The two hubs of the demo, which really receive over HTTP.</summary>
internal sealed class DemoHubs : IAsyncDisposable
{
    private readonly Dictionary<StandInHub, int> _told = [];

    private DemoHubs(StandInHub vault, StandInHub floor)
    {
        Vault = vault;
        Floor = floor;
        _told[vault] = 0;
        _told[floor] = 0;
    }

    public StandInHub Vault { get; }

    public StandInHub Floor { get; }

    public static async Task<DemoHubs> Start(string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var vault = await StandInHub.Start(Options(HubKind.Vault), cancellationToken);
        try
        {
            return new DemoHubs(vault, await StandInHub.Start(Options(HubKind.Floor), cancellationToken));
        }
        catch
        {
            await vault.DisposeAsync();
            throw;
        }

        StandInHubOptions Options(HubKind kind) =>
            new()
            {
                Kind = kind,
                Folder = Path.Combine(folder, $"{kind}".ToLowerInvariant()),
                Clock = clock,
            };
    }

    /// <summary>Makes the next request to the Vault Hub fail as unavailable.</summary>
    public void StageVaultFault() =>
        Vault.Fail = FailRules.TryParse("first:1", out var rules, out var error) ? rules : throw new InvalidOperationException(error);

    /// <summary>What came since the last call, in the order it came.</summary>
    public IReadOnlyList<(string Leg, StandInHub Hub, ReceivedRequest Request)> News()
    {
        List<(string Leg, StandInHub Hub, ReceivedRequest Request)> news = [];
        foreach (var (hub, leg) in new[] { (Vault, DestinationNames.VaultHub), (Floor, DestinationNames.NextNode) })
        {
            var received = hub.Received;
            news.AddRange(received.Skip(_told[hub]).Select(request => (leg, hub, request)));
            _told[hub] = received.Count;
        }

        return [.. news.OrderBy(item => item.Request.ReceivedAt)];
    }

    public async ValueTask DisposeAsync()
    {
        await Vault.DisposeAsync();
        await Floor.DisposeAsync();
    }
}
