using System.Net;

namespace HandoffSaga.Host.Api;

/// <summary>
/// Without a token, everything on this machine may ask, and a browser on it would ask on behalf of any page it shows. So what names another
/// host than this machine (a name that was made to point here: DNS rebinding) and what a page of another origin sends is refused. With a
/// token there is nothing a browser would add by itself, and callers may call the service what they like.
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

    // Whoever speaks HTTP/1.0 names none, and is no browser.
    private static bool IsThisMachine(HostString host) =>
        !host.HasValue
        || host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is { Count: > 0 } origin
        && !string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
}
