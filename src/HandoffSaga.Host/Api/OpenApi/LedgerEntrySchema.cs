using Microsoft.OpenApi;

namespace HandoffSaga.Host.Api.OpenApi;

/// <summary>A ledger entry goes out as the bytes that stand in the ledger, so its type knows no members; these are they (WIRE section 3).</summary>
internal static class LedgerEntrySchema
{
    private static readonly (string Name, JsonSchemaType Type)[] Members =
    [
        ("action_type", JsonSchemaType.String),
        ("action", JsonSchemaType.String),
        ("target", JsonSchemaType.String | JsonSchemaType.Null),
        ("details", JsonSchemaType.String | JsonSchemaType.Null),
        ("user_id", JsonSchemaType.String),
        ("smart_id", JsonSchemaType.String),
        ("domain", JsonSchemaType.String),
        ("metadata", JsonSchemaType.Object | JsonSchemaType.Null),
        ("trail", JsonSchemaType.String),
        ("transfer_id", JsonSchemaType.String),
        ("package_id", JsonSchemaType.String),
        ("attempt", JsonSchemaType.Integer | JsonSchemaType.Null),
        ("occurred_at", JsonSchemaType.String),
        ("recorded_at", JsonSchemaType.String),
    ];

    public static OpenApiSchema Create() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A ledger entry in canonical form (RFC 8785).",
        Properties = Members.ToDictionary(
            member => member.Name,
            IOpenApiSchema (member) => new OpenApiSchema
            {
                Type = member.Type,
                Format = member.Name.EndsWith("_at", StringComparison.Ordinal) ? "date-time" : null,
            }),
    };
}
