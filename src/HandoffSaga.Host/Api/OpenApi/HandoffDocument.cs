using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using HandoffSaga.Status.Views;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HandoffSaga.Host.Api.OpenApi;

/// <summary>The parts of the OpenAPI document that the types do not describe.</summary>
internal static class HandoffDocument
{
    private const string Token = "bearer";

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "HandoffSaga",
                    Version = typeof(HandoffDocument).Assembly.GetName().Version!.ToString(3),
                    Description =
                        "Moves test results to the Vault Hub and the part signal to the next node, once Guardian has signed everything off. "
                        + "Properties are snake_case, times RFC 3339 in UTC, digests lower-case hex SHA-256. Failures are problem details (RFC 9457).",
                };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [Token] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        Description = "Required when the service listens on more than loopback; never for health.",
                    },
                };
                document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] }, []];
                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(DateTimeOffset))
                    DescribeTime(schema, nullable: context.JsonTypeInfo.Type != typeof(DateTimeOffset));
                if (context.JsonTypeInfo.Type == typeof(IReadOnlyList<LedgerEntryView>))
                    schema.Items = LedgerEntrySchema.Create();
                if (
                    context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: true)
                    is [AllowedValuesAttribute allowed]
                )
                {
                    schema.Enum =
                    [
                        .. allowed.Values.Select(value => (JsonNode)(value is null ? JsonNullSentinel.JsonNull : (string)value)),
                    ];
                    schema.Description ??= (allowed as AllowedTermsAttribute)?.Vocabulary.Description;
                }

                return Task.CompletedTask;
            }
        );
    }

    private static void DescribeTime(OpenApiSchema schema, bool nullable)
    {
        schema.Type = nullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Format = "date-time";
    }
}
