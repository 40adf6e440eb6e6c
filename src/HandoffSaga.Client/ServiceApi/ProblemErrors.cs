using System.Text.Json;

namespace HandoffSaga.Client.ServiceApi;

/// <summary>Reads the individual errors in problem details: a list of texts, a list of objects, or an object of lists.</summary>
internal static class ProblemErrors
{
    /// <summary>The errors that the answer's one-line explanation does not contain.</summary>
    public static IEnumerable<string> Of(ApiAnswer answer) =>
        answer.Problem.Errors is { } errors
            ? Lines(errors, "").Where(line => !answer.Explanation.Contains(Message(line), StringComparison.Ordinal))
            : [];

    private static IEnumerable<string> Lines(JsonElement errors, string path) =>
        errors.ValueKind switch
        {
            JsonValueKind.String => [path.Length == 0 ? errors.GetString()! : $"{path}: {errors.GetString()}"],
            JsonValueKind.Array => errors.EnumerateArray().SelectMany(error => Lines(error, path)),
            JsonValueKind.Object when Text(errors, "path") is { } at && Text(errors, "message") is { } message =>
            [
                at.Length == 0 ? message : $"{at}: {message}",
            ],
            JsonValueKind.Object => errors.EnumerateObject().SelectMany(member => Lines(member.Value, member.Name)),
            _ => [],
        };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Message(string line) =>
        line[(line.IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? colon + 2 : 0)..];
}
