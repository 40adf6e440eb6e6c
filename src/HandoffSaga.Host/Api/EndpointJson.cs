using System.Text.Json.Serialization;
using HandoffSaga.Host.Api.OpenApi;
using HandoffSaga.Status.Views;

namespace HandoffSaga.Host.Api;

/// <summary>JSON serialization of the endpoints' own types.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    Converters = [typeof(Rfc3339Converter)]
)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(SignoffAnswer))]
[JsonSerializable(typeof(RedeliverRequest))]
[JsonSerializable(typeof(RedeliverAnswer))]
[JsonSerializable(typeof(CloseRequest))]
[JsonSerializable(typeof(CloseAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(SignoffDocument))]
[JsonSerializable(typeof(PackageDocument))]
internal sealed partial class EndpointJson : JsonSerializerContext;
