using Schema = HandoffSaga.Host.Settings.SettingsSchema;

namespace HandoffSaga.Host.Settings;

/// <summary>Sections that are documented together.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Notes">Notes beyond the single settings, in Markdown; may be empty.</param>
/// <param name="Sections">In the order people read them.</param>
internal sealed record SettingsGroup(string Title, string Notes, params SettingsSection[] Sections)
{
    public IEnumerable<SettingKey> Keys => Sections.SelectMany(section => section.Keys);
}

/// <summary>The documentation of the whole configuration, in groups.</summary>
internal static class SettingsGroups
{
    private const string StoreNotes = """
        There are two deployment sizes, and the start rejects every other combination: `Store:Provider` = `sqlite` with `Bus:Provider` = `in-memory` for a standalone station,
        `postgres` with `rabbitmq` for a plant with any number of replicas.

        PostgreSQL must be 15 or later. A connection pooler (PgBouncer 1.18 or later) may run in session or transaction mode, not in statement mode. The start creates the schema if its role has the rights; otherwise
        `handoff migrate --connection ...` does it with a role that has them, and the role of the service only needs to read and write tables.

        While the database is unavailable, HandoffSaga waits and nothing is lost. One that answers reads and takes no writes counts as unavailable: a server that
        turned read-only, a full disk, a file that was moved. After `Store:AwayAfter` HandoffSaga stops consuming from the broker: messages stay in, or
        go back to, their queues, `GET /health/ready` reports it, and `POST /signoffs` is answered `503` with `Retry-After`. Everything resumes automatically. Keep the value
        well below the broker's `consumer_timeout`.
        """;

    private const string BusNotes = """
        - `Bus:Replies` = `local` hands a leg's reply to the saga in the same process, before the command is acknowledged; `broker` sends it through `handoff.transfers`.
        - `Bus:Commands` = `broker` shows the commands in RabbitMQ's management UI and shares them between replicas; `local` costs less.

        The queues `handoff.*` are declared with `x-delivery-limit` = 1,000,000,000, because RabbitMQ 4 would drop good messages after 20 crashes of a consumer. If you declare them
        beforehand, use the same value.
        """;

    private const string HubsNotes = "A hub's own `Redelivery` overrides the general one setting by setting.";

    private const string TlsNotes = """
        Certificates and keys are PEM files. They are read again when they change: the next connection is made with the new ones. What is trusted is the system's roots and those of
        `CaFile`. Revocation is not checked and no missing issuer is fetched, since both would open connections that no setting names: a server must send its whole chain.
        """;

    private const string ApiNotes = """
        `Api:TokenFile` holds one token a line, with the name of its holder before it if wanted (`J. Doe 3f9c...`); changes count at once. Without tokens the API answers
        only to this machine's own names (`localhost`, loopback addresses), and to no web page of another origin.
        """;

    private const string LedgerNotes = """
        Replicas write one ledger: all of them have the same `Ledger:Origin` and the same key in `Ledger:KeyFile`. `Ledger:Folder` is each replica's own.
        `Ledger:Witness:Url` and `Ledger:Witness:VKey` are set together or not at all.
        """;

    public static readonly IReadOnlyList<SettingsGroup> All =
    [
        new("Station", "", Schema.Data, Schema.Node),
        new("Store", StoreNotes, Schema.Store),
        new("Bus", BusNotes, Schema.Bus, Schema.BusTls),
        new("SmartContracts", "", Schema.Contracts),
        new("Guardian", "", Schema.Guardian),
        new("Redelivery", "", Schema.Redelivery),
        new(
            "Hubs",
            HubsNotes,
            Schema.Hubs.Vault,
            Schema.HubTls.Vault,
            Schema.HubRedelivery.Vault,
            Schema.Hubs.NextNode,
            Schema.HubTls.NextNode,
            Schema.HubRedelivery.NextNode
        ),
        new("TLS", TlsNotes, Schema.Tls),
        new("API", ApiNotes, Schema.Api),
        new("Intake", "", Schema.Intake),
        new("Alerts", "", Schema.Alerts),
        new("Ledger", LedgerNotes, Schema.Ledger, Schema.Witness, Schema.Forwarding),
        new("Backup", "", Schema.Backup),
    ];
}
