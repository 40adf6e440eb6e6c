using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HandoffSaga.Legs;
using HandoffSaga.Texts;

namespace HandoffSaga.Client.ServiceApi;

/// <summary>Tells a handoff service's answer from that of another server or of a proxy.</summary>
internal static partial class OtherServer
{
    private const string OurProblems = "urn:handoff:problem:";
    private const int LongestExcerpt = 60;

    /// <summary>The members that the answers of services before the header have; each answer has one of them.</summary>
    private static readonly string[] OurMembers = ["package_id", "items", DestinationNames.VaultHub, "checks"];

    /// <summary>Whether something else answered.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Its body.</param>
    /// <param name="document">Any bytes may be asked for; a successful answer then says nothing about the server.</param>
    public static bool Answered(HttpResponseMessage answer, byte[] body, bool document) =>
        !answer.Headers.Contains(ServiceMark.Header)
        && !(answer.IsSuccessStatusCode ? document || HasOurMember(body) : IsOurProblem(body) || HasOurMember(body));

    /// <summary>One line for people: that it is no handoff service, and what it said.</summary>
    public static string Describe(Uri service, HttpResponseMessage answer, byte[] body)
    {
        string?[] parts =
        [
            $"HTTP {(int)answer.StatusCode}",
            answer.Headers.Location is { } elsewhere ? $"to {PrintableText.Escape(elsewhere.ToString())}" : null,
            answer.Content.Headers.ContentType?.MediaType is { } type ? PrintableText.Escape(type) : null,
            answer.Headers.Server.Count > 0 ? PrintableText.Escape(answer.Headers.Server.ToString()) : null,
            Excerpt(body),
        ];
        var behindProxy = answer.StatusCode
            is HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout
            ? " A proxy answers so for a service that does not run."
            : "";
        return $"What answers at {service} is not a handoff service: {string.Join(", ", parts.Where(part => part is not null))}. Check --url and HANDOFF_URL.{behindProxy}";
    }

    private static bool HasOurMember(byte[] body) => Root(body) is { } root && OurMembers.Any(member => root.TryGetProperty(member, out _));

    // A type of our own, or none: then all our members are there.
    private static bool IsOurProblem(byte[] body) =>
        Root(body) is { } root
        && root.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
        && (
            type.GetString()!.StartsWith(OurProblems, StringComparison.Ordinal)
            || (type.ValueEquals("about:blank") && root.TryGetProperty("errors", out _) && root.TryGetProperty("detail", out _))
        );

    private static JsonElement? Root(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } root ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The title of a page, else the beginning of the text.</summary>
    private static string? Excerpt(byte[] body)
    {
        var text = ResponseExcerpt.Of(body);
        var words = (Title().Match(text) is { Success: true } title ? title.Groups[1].Value : text).Trim();
        return words.Length == 0 ? null
            : words.Length > LongestExcerpt ? $"'{words[..LongestExcerpt]}...'"
            : $"'{words}'";
    }

    [GeneratedRegex("<title[^>]*>([^<]*)</title", RegexOptions.IgnoreCase)]
    private static partial Regex Title();
}
