using HandoffSaga.Host.Access;
using HandoffSaga.Outbound;
using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Host.Api;

/// <summary>Where the API listens and who may call it (<c>Api</c> in the configuration).</summary>
internal sealed record HandoffApiOptions
{
    public static readonly OptionSettings<HandoffApiOptions> Settings = new()
    {
        { api => api.Urls, ListOf(ListenUrl), "addresses that the HTTP API listens on; TLS ends at a proxy in front of it" },
        { api => api.TokenFile, SecretPath.OrNothing(), "file with the API's bearer tokens; required where Api:Urls is not loopback only" },
    };

    /// <summary>Addresses in Kestrel's form; port 0 takes any free port.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    /// <summary>The file with the tokens (<see cref="ApiTokens"/>); changes count at once.</summary>
    public string? TokenFile { get; init; }

    /// <summary>
    /// Everything but health requires a bearer token: true where other machines can reach the API or a token file is set.
    /// </summary>
    public bool Required => TokenFile is not null || OpenUrl is not null;

    /// <summary>The first address that other machines can reach; null where there is none.</summary>
    public string? OpenUrl => Urls.FirstOrDefault(url => !IsLoopback(url));

    // Kestrel's own form, so that http://*:5080 works; the program does not terminate TLS.
    private static ScalarKind<string> ListenUrl =>
        new(
            "an http address to listen on",
            (string text, out string value) =>
            {
                value = MappedAddress.PlainHost(text);
                try
                {
                    var address = BindingAddress.Parse(text);
                    return address is { Scheme: "http", PathBase: "", IsUnixPipe: false, IsNamedPipe: false, Port: >= 0 and <= 65535 }
                        && address.Host.Length > 0;
                }
                catch (FormatException)
                {
                    return false;
                }
            },
            examples: "http://127.0.0.1:5080 (TLS ends at a proxy in front of it)"
        );

    private static bool IsLoopback(string url) => MappedAddress.IsLoopback(BindingAddress.Parse(url).Host);
}
