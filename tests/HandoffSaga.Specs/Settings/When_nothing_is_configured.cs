using HandoffSaga.Authorization;
using HandoffSaga.Durability;
using HandoffSaga.SmartContracts;
using HandoffSaga.Storage;

namespace HandoffSaga.Specs.Settings;

public sealed class When_nothing_is_configured : IDisposable
{
    private readonly Sources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Fact]
    public void A_station_starts_with_its_defaults()
    {
        var settings = _sources.Settings();

        settings.DataFolder.ShouldBe(
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/share/handoff")
        );
        settings.Node.ShouldSatisfyAllConditions(
            node => node.NodeId.ShouldBe("NODE-001"),
            node => node.Domain.ShouldBe("default"),
            node => node.SmartId.ShouldBe("NODE-001"),
            node => node.LedgerOrigin.ShouldBe("handoff.local/NODE-001"),
            node => node.Instance.ShouldBe($"{Environment.MachineName}:{Environment.ProcessId}")
        );
        settings.Store.Kind.ShouldBe(StoreKind.Sqlite);
        settings.Store.AwayAfter.ShouldBe(TimeSpan.FromSeconds(10));
        settings.Bus.Provider.ShouldBe(BusProvider.InMemory);
        settings.Bus.Urls.ShouldBe([new Uri("amqp://guest:guest@localhost:5672/")]);
        settings.Bus.QueueType.ShouldBe(BrokerQueueType.Quorum);
        settings.Bus.RepliesOverBroker.ShouldBeFalse();
        settings.Bus.Commands.ShouldBe(KeptMessagePath.Broker);
        settings.Contracts.ShouldBe(
            new ContractsOptions { Folder = Path.Combine(_sources.Folder, "contracts/smart-contracts"), Recheck = TimeSpan.FromMinutes(1) }
        );
        settings.Guardian.Verification.ShouldBe(GuardianVerification.Required);
        settings.Hubs.Vault.Url.ShouldBe(new Uri("http://vault-hub:8080/receive-test-results"));
        settings.Hubs.NextNode.Url.ShouldBe(new Uri("http://floor-hub:8080/route-to-node"));
        settings.Hubs.Vault.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        settings.Hubs.Vault.Concurrency.ShouldBe(16);
        settings.Hubs.Vault.ReceiptDeadline.ShouldBe(TimeSpan.FromMinutes(5));
        foreach (var redelivery in new[] { settings.Redelivery.Vault, settings.Redelivery.NextNode })
        {
            redelivery.Delays.ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)]);
            redelivery.Jitter.ShouldBe(0.2);
            redelivery.AfterEscalation.ShouldBe(TimeSpan.FromMinutes(15));
            redelivery.MaxRetryAfter.ShouldBe(TimeSpan.FromHours(1));
        }

        settings.Api.Urls.ShouldBe(["http://127.0.0.1:5080"]);
        settings.Api.TokenFile.ShouldBeNull();
        settings.Intake.Folder.ShouldBeNull();
        settings.Intake.MaxBytes.ShouldBe(8 * 1024 * 1024);
        settings.Alerts.Urls.ShouldBeEmpty();
        settings.Ledger.Origin.ShouldBe("handoff.local/NODE-001");
    }

    [Fact]
    public void Relative_data_paths_lie_in_the_data_folder()
    {
        var settings = _sources.Variable("HANDOFF_DataFolder", "/var/lib/handoff").Variable("HANDOFF_Api__TokenFile", "token").Settings();

        settings.Store.ConnectionString.ShouldBe("Data Source=/var/lib/handoff/handoff.db");
        settings.Guardian.Jwks.ShouldBe("/var/lib/handoff/guardian.jwks.json");
        settings.Ledger.KeyFile.ShouldBe("/var/lib/handoff/ledger.key");
        settings.Ledger.Folder.ShouldBe("/var/lib/handoff/ledger/");
        settings.Api.TokenFile.ShouldBe("/var/lib/handoff/token");
    }

    [Fact]
    public void What_follows_another_key_follows_it()
    {
        var settings = _sources.Variable("HANDOFF_Node__Id", "NODE-LP-001").Variable("HANDOFF_Redelivery__Delays", "1s").Settings();

        settings.Node.SmartId.ShouldBe("NODE-LP-001");
        settings.Node.LedgerOrigin.ShouldBe("handoff.local/NODE-LP-001");
        settings.Ledger.Origin.ShouldBe("handoff.local/NODE-LP-001");
        settings.Redelivery.NextNode.Delays.ShouldBe([TimeSpan.FromSeconds(1)]);
    }

    [Fact]
    public void One_hub_may_have_a_plan_of_its_own_member_by_member()
    {
        var redelivery = _sources
            .Variable("HANDOFF_Hubs__Vault__Redelivery__Delays", "2s")
            .Variable("HANDOFF_Redelivery__Jitter", "0")
            .Settings()
            .Redelivery;

        redelivery.Vault.Delays.ShouldBe([TimeSpan.FromSeconds(2)]);
        redelivery.Vault.Jitter.ShouldBe(0);
        redelivery.NextNode.Delays.Count.ShouldBe(3);
    }
}
