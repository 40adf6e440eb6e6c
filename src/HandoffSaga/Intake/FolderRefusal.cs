using System.Text.Json.Serialization;

namespace HandoffSaga.Intake;

/// <summary>Why a file was refused, as it stands in its <c>.reason.json</c>: the problem details an HTTP caller would have had.</summary>
internal sealed record FolderRefusal(int Status, string Title, string Detail, IReadOnlyList<string> Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(FolderRefusal))]
internal sealed partial class FolderRefusalJson : JsonSerializerContext;
