using HandoffSaga.Host.Access;
using Microsoft.AspNetCore.Authorization;

namespace HandoffSaga.Host.Api;

/// <summary>
/// Requires a bearer token, except at endpoints that allow anonymous callers (health). The token's holder becomes a feature of the request.
/// </summary>
internal sealed class BearerTokenMiddleware
{
    private const string Scheme = "Bearer ";

    private readonly RequestDelegate _next;
    private readonly ApiTokenFile? _file;

    /// <exception cref="InvalidOperationException">A token is required and there is none.</exception>
    public BearerTokenMiddleware(RequestDelegate next, HandoffApiOptions options, ILogger<ApiTokenFile> logger)
    {
        _next = next;
        if (!options.Required)
            return;
        _file = new ApiTokenFile(
            options.TokenFile ?? throw new InvalidOperationException("The API requires a bearer token, but Api:TokenFile is not set."),
            logger
        );
        if (_file.Current() is null)
            throw new InvalidOperationException($"The token file {options.TokenFile} has no usable token.");
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (_file is null || AllowsAnyone(context))
            return _next(context);
        if (_file.Current() is not { } tokens)
            return Unavailable(context);
        if (Shown(context.Request, tokens) is not { } holder)
            return Reject(context);
        context.Features.Set(holder);
        return _next(context);
    }

    public static bool AllowsAnyone(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static TokenHolder? Shown(HttpRequest request, ApiTokens tokens) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? tokens.Holder(header.AsSpan(Scheme.Length).Trim())
            : null;

    private static Task Reject(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.TokenMissing().ExecuteAsync(context);
    }

    private static Task Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = Problems.RetryAfterSeconds;
        return Problems.Unavailable("The service cannot read its token file now; its log says why.").ExecuteAsync(context);
    }
}
