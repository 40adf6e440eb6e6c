using HandoffSaga.Host.Settings;
using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether the token files of the hubs can be read, as each attempt reads them.</summary>
internal static class TokenCheck
{
    private const string Name = "token";

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, CancellationToken cancellationToken)
    {
        var found = new List<Finding>();
        foreach (var leg in new[] { Destination.VaultHub, Destination.NextNode })
        {
            if (settings.Hubs.For(leg).BearerTokenFile is not { } file)
                continue;
            var setting = $"{HubOptions.Sections.For(leg)}:BearerTokenFile";
            var token = await new BearerTokenFile(file).Read(cancellationToken);
            found.Add(
                token.Error is { } problem
                    ? Finding.Failed(Name, $"{setting}: {problem}", "Put the token there: it is read again at each attempt.")
                    : Finding.Ok(Name, $"{setting} has one")
            );
        }

        return found;
    }
}
