using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace HandoffSaga.Host.Api.OpenApi;

internal static class EndpointDescriptions
{
    /// <summary>The endpoint may answer with problem details of these statuses.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<Problem>(status, Problem.MediaType);
        return endpoint;
    }

    /// <summary>The endpoint takes these query parameters, none of them required.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, IReadOnlyList<QueryParameter> parameters) =>
        endpoint.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                operation.Parameters = [.. operation.Parameters ?? [], .. parameters.Select(Described)];
                return Task.CompletedTask;
            }
        );

    private static OpenApiParameter Described(QueryParameter parameter)
    {
        var number = parameter.Type == JsonSchemaType.Integer;
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = parameter.Description,
            Schema = new OpenApiSchema
            {
                Type = parameter.Type,
                Format = parameter.Format,
                Enum = parameter.Values?.Select(value => (JsonNode)value).ToList(),
                Minimum = number ? parameter.Minimum.ToString() : null,
                Maximum = number ? parameter.Maximum.ToString() : null,
                MinLength = number ? null : 1,
            },
        };
    }
}
