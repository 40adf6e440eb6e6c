using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HandoffSaga.Host.Access;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Host.Api;

/// <summary>Reads people's requests about one leg.</summary>
internal static class LegRequests
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The request in the body, or the problem with it.</summary>
    public static async Task<(T? Request, IResult? Problem)> Read<T>(
        this HttpRequest http,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : LegRequest
    {
        // A browser sends any other content type across origins without a preflight.
        if (!http.HasJsonContentType())
            return (null, Problems.WrongMediaType());
        if (await http.Read(MaxBytes, cancellationToken) is not { } body)
            return (null, Problems.TooLarge(MaxBytes));
        if (Parse(body.Span, type) is not { } request)
        {
            return (
                null,
                Problems.NotJson(
                    $$"""The body must be a JSON object: {"leg":"{{DestinationNames.VaultHub}}","reason":"...","requested_by":"..."}."""
                )
            );
        }

        return request.Errors() is { Count: > 0 } errors ? (null, Problems.WrongMembers(errors)) : (request, null);
    }

    /// <summary>The holder of a token with a name is the requester; otherwise the name that the caller gives.</summary>
    public static Requester Requester(this HttpRequest http, string claimed) =>
        http.HttpContext.Features.Get<TokenHolder>() is { Name: { } name }
            ? new(name, Authenticated: true) { Claimed = claimed == name ? null : claimed }
            : new(claimed, Authenticated: false);

    private static T? Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : LegRequest
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
