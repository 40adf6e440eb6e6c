using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Amqp;
using HandoffSaga.Legs;
using HandoffSaga.Packages;

namespace HandoffSaga.Host.Station;

/// <summary>Where a leg's packages go and what completes it, in words for the log.</summary>
internal static class HubAnnouncement
{
    /// <summary>The address without what may be secret in it, or the queue.</summary>
    public static string Where(Destination leg, HubOptions hub) =>
        hub.Connector == Connectors.Amqp
            ? $"the exchange {HubExchanges.Deliveries.For(leg).Name} (queue {HubExchanges.Deliveries.For(leg).Queue})"
            : hub.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The least evidence that completes the leg, with its setting.</summary>
    public static string Evidence(Destination leg, HubOptions hub)
    {
        var setting = $"{HubOptions.Sections.For(leg)}:Evidence";
        return hub.Evidence switch
        {
            Legs.Evidence.SignedReceipt => $"a signed receipt ({setting} = signed)",
            Legs.Evidence.Receipt => $"a receipt ({setting} = receipt)",
            _ when hub.Connector == Connectors.Amqp => "a receipt",
            _ => $"a 2xx or a receipt ({setting} = status)",
        };
    }
}
