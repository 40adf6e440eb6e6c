using System.Text.Json;

namespace HandoffSaga.Host.Cli.Client;

/// <summary>The single errors in problem details, whether they stand there as a list of texts, as a list of objects, or as an object of lists.</summary>
internal static class ProblemErrors
{
    public static IEnumerable<string> Of(ProblemAnswer problem) => problem.Errors is { } errors ? Lines(errors, "") : [];

    private static IEnumerable<string> Lines(JsonElement errors, string path) => errors.ValueKind switch
    {
        JsonValueKind.String => [path.Length == 0 ? errors.GetString()! : $"{path}: {errors.GetString()}"],
        JsonValueKind.Array => errors.EnumerateArray().SelectMany(error => Lines(error, path)),
        JsonValueKind.Object when Text(errors, "path") is { } at && Text(errors, "message") is { } message => [at.Length == 0 ? message : $"{at}: {message}"],
        JsonValueKind.Object => errors.EnumerateObject().SelectMany(member => Lines(member.Value, member.Name)),
        _ => [],
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
