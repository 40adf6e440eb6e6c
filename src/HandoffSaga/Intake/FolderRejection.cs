using System.Text.Json.Serialization;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Intake;

/// <summary>The content of a rejected file's <c>.reason.json</c>: the problem details that an HTTP caller would get.</summary>
internal sealed record FolderRejection(int Status, string Title, string Detail, IReadOnlyList<string> Errors)
{
    public static FolderRejection Of(IntakeResult result) =>
        result switch
        {
            IntakeResult.Conflict conflict => new(
                SignoffProblemKind.Conflict.Status,
                SignoffProblemKind.Conflict.Title,
                conflict.Detail,
                []
            ),
            IntakeResult.Rejected(var problem) => new(
                problem.Status,
                problem.Title,
                problem.Detail,
                [.. problem.Errors.Select(e => $"{e.Path}: {e.Message}")]
            ),
            _ => throw new InvalidOperationException($"{result} is not a rejection."),
        };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(FolderRejection))]
internal sealed partial class FolderRejectionJson : JsonSerializerContext;
