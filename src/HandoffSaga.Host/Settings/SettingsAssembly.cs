using HandoffSaga.Host.Api;
using HandoffSaga.LedgerLog.Witnessing;
using HandoffSaga.Legs;
using Schema = HandoffSaga.Host.Settings.SettingsSchema;

namespace HandoffSaga.Host.Settings;

/// <summary>Assembles the settings from their sections: defaults that follow other sections, and checks across settings.</summary>
internal static class SettingsAssembly
{
    public static HandoffSettings Assemble(SettingsReader reader)
    {
        var node = reader.Read(Schema.Node);
        var bus = reader.Read(Schema.Bus);
        var redelivery = reader.Read(Schema.Redelivery);
        var tls = reader.Read(Schema.Tls);
        var ledger = reader.Read(Schema.Ledger, () => new(node.LedgerOrigin));
        return new HandoffSettings
        {
            DataFolder = reader.Folders.Data,
            Node = node with { LedgerOrigin = ledger.Origin },
            Store = StoreConnection.Checked(reader.Read(Schema.Store), reader),
            Bus = bus with { Tls = reader.Read(Schema.BusTls, () => tls with { }) },
            Contracts = reader.Read(Schema.Contracts),
            Guardian = reader.Read(Schema.Guardian),
            Redelivery = PerLeg.Create(leg => reader.Read(Schema.HubRedelivery.For(leg), () => redelivery with { })),
            Hubs = PerLeg.Create(leg =>
                reader.Read(Schema.Hubs.For(leg)) with
                {
                    Tls = reader.Read(Schema.HubTls.For(leg), () => tls with { }),
                }
            ),
            Tls = tls,
            Api = Checked(reader.Read(Schema.Api), reader),
            Intake = reader.Read(Schema.Intake),
            Alerts = reader.Read(Schema.Alerts),
            Ledger = ledger with
            {
                // Replicas may share a key in a folder of its own; each keeps its own head file.
                CheckpointFile = Path.Combine(reader.Folders.Data, Path.GetFileName(ledger.KeyFile) + ".head"),
                Witness = Checked(reader.Read(Schema.Witness), reader).Options,
            },
            Forwarding = reader.Read(Schema.Forwarding) with { Broker = bus.HasBroker },
            Backup = reader.Read(Schema.Backup),
            Secrets = reader.Secrets,
        };
    }

    private static HandoffApiOptions Checked(HandoffApiOptions api, SettingsReader reader)
    {
        if (api.Urls.Count == 0)
            reader.Reject($"Api:Urls ({reader.Effective["Api:Urls"].Origin}): at least one address is needed");
        if (api is { TokenFile: null, OpenUrl: { } open })
            reader.Reject($"Api:TokenFile is not set: Api:Urls listens on {open}, which others can reach, so a bearer token is required");
        return api;
    }

    private static WitnessSettings Checked(WitnessSettings witness, SettingsReader reader)
    {
        if (witness.IsHalf)
            reader.Reject("Ledger:Witness:Url and Ledger:Witness:VKey belong together: only one of them is set");
        return witness;
    }
}
