using System.Reflection;
using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Ledger;
using Microsoft.OpenApi;

namespace HandoffSaga.Host.Api.OpenApi;

/// <summary>
/// The schema of a ledger entry. The view sends the ledger's bytes and has no members of its own; they are those of
/// <see cref="LedgerEntry"/>, always all present (docs/wire.md section 3).
/// </summary>
internal static class LedgerEntrySchema
{
    public static OpenApiSchema Create()
    {
        var nullability = new NullabilityInfoContext();
        var members = typeof(LedgerEntry)
            .GetProperties()
            .ToDictionary(
                member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name),
                IOpenApiSchema (member) => Member(member, nullability.Create(member))
            )
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .ToDictionary();
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A ledger entry in canonical form (RFC 8785).",
            Required = members.Keys.ToHashSet(),
            Properties = members,
        };
    }

    private static OpenApiSchema Member(PropertyInfo member, NullabilityInfo nullability)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        return new OpenApiSchema
        {
            Type = JsonType(type) | (nullability.ReadState == NullabilityState.Nullable ? JsonSchemaType.Null : 0),
            Format =
                type == typeof(DateTimeOffset) ? "date-time"
                : type == typeof(Guid) ? "uuid"
                : null,
        };
    }

    private static JsonSchemaType JsonType(Type type) =>
        type == typeof(CanonicalObject) ? JsonSchemaType.Object
        : type == typeof(int) || type == typeof(long) ? JsonSchemaType.Integer
        : JsonSchemaType.String;
}
