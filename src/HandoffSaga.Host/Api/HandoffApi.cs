using System.Text.Json;
using System.Text.Json.Serialization;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Host.Api.OpenApi;
using HandoffSaga.Status.Views;

namespace HandoffSaga.Host.Api;

/// <summary>
/// The HTTP API (docs/wire.md sections 1 and 4). It needs an <c>ISignoffIntake</c> with its <c>IntakeOptions</c>, an
/// <c>IRedeliveryService</c>, an <c>ILegClosingService</c>, <c>TransferQueries</c>, an <c>IReadiness</c>, an <c>IStoreAvailability</c> and
/// the <c>TimeProvider</c> from the services.
/// </summary>
internal static class HandoffApi
{
    public static IServiceCollection AddHandoffApi(this IServiceCollection services, HandoffApiOptions options) =>
        services
            .AddSingleton(options)
            .AddSingleton<StorePatience>()
            .AddExceptionHandler<ProblemExceptionHandler>()
            .ConfigureHttpJsonOptions(json =>
            {
                // The OpenAPI document is made from these; answers are written by the same source-generated types.
                json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
                json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
                json.SerializerOptions.Converters.Add(new Rfc3339Converter());
                json.SerializerOptions.TypeInfoResolverChain.Insert(0, StatusJson.Default);
                json.SerializerOptions.TypeInfoResolverChain.Insert(1, EndpointJson.Default);
            })
            .AddOpenApi("v1", HandoffDocument.Describe);

    /// <summary>Adds problem details to every failure, and requires the token everywhere but for health.</summary>
    public static IApplicationBuilder UseHandoffApi(this IApplicationBuilder app) =>
        app.Use(AddHeaders)
            .UseExceptionHandler(_ => { })
            .UseStatusCodePages(context => Problems.ForStatus(context.HttpContext).ExecuteAsync(context.HttpContext))
            .UseMiddleware<ForeignPageMiddleware>()
            .UseMiddleware<BearerTokenMiddleware>();

    /// <summary>
    /// Marks every answer as this service's own, and keeps a browser from guessing that one is a page or a script.
    /// </summary>
    private static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(
            static response =>
            {
                var headers = ((HttpResponse)response).Headers;
                headers.XContentTypeOptions = "nosniff";
                headers[ServiceMark.Header] = ServiceMark.Version;
                return Task.CompletedTask;
            },
            context.Response
        );
        return next(context);
    }

    public static IEndpointRouteBuilder MapHandoffApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapSignoffs();
        endpoints.MapTransfers();
        endpoints.MapTransferRecords();
        endpoints.MapRedelivery();
        endpoints.MapClosing();
        endpoints.MapOverviews();
        endpoints.MapLedger();
        endpoints.MapHealth();
        endpoints.MapOpenApi();
        return endpoints;
    }
}
