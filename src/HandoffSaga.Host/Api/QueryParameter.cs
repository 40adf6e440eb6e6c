using Microsoft.OpenApi;

namespace HandoffSaga.Host.Api;

/// <summary>A query parameter: its accepted values and its description in the OpenAPI document.</summary>
internal sealed record QueryParameter(string Name, string Description, JsonSchemaType Type)
{
    /// <summary>The allowed values; null for any.</summary>
    public IReadOnlyList<string>? Values { get; private init; }

    public string? Format { get; private init; }
    public int Minimum { get; private init; }
    public int Maximum { get; private init; }

    public static QueryParameter Text(string name, string description) => new(name, description, JsonSchemaType.String);

    public static QueryParameter OneOf(string name, string description, IReadOnlyList<string> values) =>
        new(name, description, JsonSchemaType.String) { Values = values };

    public static QueryParameter Time(string name, string description) =>
        new(name, description, JsonSchemaType.String) { Format = "date-time" };

    public static QueryParameter Number(string name, string description, int minimum, int maximum) =>
        new(name, description, JsonSchemaType.Integer) { Minimum = minimum, Maximum = maximum };
}
