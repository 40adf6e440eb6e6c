using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HandoffSaga.Client.ServiceApi;

/// <summary>The service's answer, or the reason why there is none.</summary>
/// <param name="Status">Null when there was no answer.</param>
/// <param name="Body">As it came.</param>
/// <param name="Silence">Why there was no answer: one line for people.</param>
internal sealed record ApiAnswer(HttpStatusCode? Status, byte[] Body, string? Silence)
{
    /// <summary>The service requires a bearer token: the problem is the caller, not the content of the request.</summary>
    public bool WantsToken { get; init; }

    public bool Succeeded => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    public int ExitCode =>
        Status switch
        {
            _ when Succeeded => Terminal.ExitCode.Done,
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => Terminal.ExitCode.WrongUsage,
            // A path that the service does not have: it is of another version, or --url names more than its root.
            HttpStatusCode.NotFound when Problem.Type == "about:blank" => Terminal.ExitCode.Failed,
            HttpStatusCode.NotFound => Terminal.ExitCode.NotFound,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Terminal.ExitCode.NotAllowed,
            HttpStatusCode.Conflict => Terminal.ExitCode.Conflict,
            _ => Terminal.ExitCode.Failed,
        };

    /// <summary>The problem details in the answer (RFC 9457), as far as there are any.</summary>
    public ProblemAnswer Problem => Read(ApiJson.Default.ProblemAnswer) ?? new ProblemAnswer();

    /// <summary>One line for people that explains a failed request.</summary>
    public string Explanation =>
        Silence
        ?? (Problem.Detail ?? Problem.Title) switch
        {
            { } explanation => WantsToken ? $"{explanation} Name the token file with --token-file or HANDOFF_TOKEN_FILE." : explanation,
            null when WantsToken => "The service requires a bearer token. Name the token file with --token-file or HANDOFF_TOKEN_FILE.",
            null => $"The service answered HTTP {(int?)Status}.",
        };

    /// <summary>The body as <typeparamref name="T"/>, or null when it is something else.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
