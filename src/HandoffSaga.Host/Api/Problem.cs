using System.ComponentModel;
using System.Text.Json;

namespace HandoffSaga.Host.Api;

/// <summary>Problem details (RFC 9457).</summary>
/// <param name="Type">Names the kind for programs; never changes.</param>
/// <param name="Title">Names the kind for people.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">Explains this occurrence.</param>
/// <param name="Errors">The individual errors; empty when there are none.</param>
internal sealed record Problem(
    [property: Description("Names the kind of problem for programs; never changes.")] string Type,
    [property: Description("Names the kind of problem for people.")] string Title,
    int Status,
    [property: Description("What happened this time.")] string Detail,
    [property: Description("Every single error; empty when `detail` is complete.")] IReadOnlyList<ProblemError> Errors
) : IResult
{
    public const string MediaType = "application/problem+json";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = MediaType;
        return JsonSerializer.SerializeAsync(httpContext.Response.Body, this, EndpointJson.Default.Problem, httpContext.RequestAborted);
    }
}

/// <summary>One error.</summary>
internal sealed record ProblemError([property: Description("The member or parameter.")] string Path, string Message);
