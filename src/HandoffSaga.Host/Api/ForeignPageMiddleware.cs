using HandoffSaga.Outbound;

namespace HandoffSaga.Host.Api;

/// <summary>
/// Rejects requests of foreign web pages where no token is required. Then every program on this machine may call the API, and a browser
/// would do so for any page it shows. Rejected are requests that name another host (DNS rebinding) and requests of another origin. A
/// browser does not add a token by itself, so with a token these checks are not needed.
/// </summary>
internal sealed class ForeignPageMiddleware(RequestDelegate next, HandoffApiOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.Required || BearerTokenMiddleware.AllowsAnyone(context))
            return next(context);
        if (!IsThisMachine(context.Request.Host))
            return Problems.ForeignHost().ExecuteAsync(context);
        return IsForeign(context.Request) ? Problems.ForeignOrigin().ExecuteAsync(context) : next(context);
    }

    // An HTTP/1.0 client names no host, and is not a browser.
    private static bool IsThisMachine(HostString host) => !host.HasValue || MappedAddress.IsLoopback(host.Host);

    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is { Count: > 0 } origin
        && !string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
}
