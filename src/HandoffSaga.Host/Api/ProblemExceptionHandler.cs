using System.Data.Common;
using HandoffSaga.Durability;
using Microsoft.AspNetCore.Diagnostics;

namespace HandoffSaga.Host.Api;

/// <summary>Turns unhandled exceptions into problem details; an unavailable store is distinguished from an internal error.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Of(httpContext, exception);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = Problems.RetryAfterSeconds;
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private Problem Of(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                context.Response.StatusCode = bad.StatusCode;
                return Problems.ForStatus(context, BadRequest(bad.StatusCode));
            case IOException { InnerException: OverflowException }:
                // The server does not take a chunk's impossible size for the bad request it is.
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Problems.ForStatus(context, BadRequest(StatusCodes.Status400BadRequest));
            case StoreUnavailableException:
                // The outage is logged by the store, once.
                return Problems.Unavailable(exception.Message);
            case DbException:
                StoreUnavailable(context.Request.Method, context.Request.Path, exception.Message);
                return Problems.Unavailable("The store cannot be read or written now.");
            default:
                Failed(exception, context.Request.Method, context.Request.Path);
                return Problems.Unexpected();
        }
    }

    // The server's own texts speak of its limits by their names in its code.
    private static string BadRequest(int status) =>
        status switch
        {
            StatusCodes.Status408RequestTimeout => "The body of the request came too slowly.",
            StatusCodes.Status413PayloadTooLarge => "The body of the request is too large.",
            StatusCodes.Status431RequestHeaderFieldsTooLarge => "The headers of the request are too large.",
            _ => "The request cannot be read: it was cut off, or is not valid HTTP/1.1.",
        };

    [LoggerMessage(701, LogLevel.Warning, "{Method} {Path} could not be answered, because the store cannot be read: {Reason}")]
    private partial void StoreUnavailable(string method, PathString path, string reason);

    [LoggerMessage(702, LogLevel.Error, "{Method} {Path} failed")]
    private partial void Failed(Exception exception, string method, PathString path);
}
