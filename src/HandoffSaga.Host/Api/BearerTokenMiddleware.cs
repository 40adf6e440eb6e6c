using HandoffSaga.Host.Access;
using Microsoft.AspNetCore.Authorization;

namespace HandoffSaga.Host.Api;

/// <summary>
/// Lets through who shows a token, and everyone to endpoints that allow anonymous callers (health). Whose token it was is the request's
/// feature.
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
            options.TokenFile ?? throw new InvalidOperationException("The API wants a bearer token, but Api:TokenFile names no file."),
            logger
        );
        if (_file.Current() is null)
            throw new InvalidOperationException($"The token file {options.TokenFile} holds no token that can be used.");
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (_file is null || AllowsAnyone(context))
            return _next(context);
        if (_file.Current() is not { } tokens)
            return Unavailable(context);
        if (Shown(context.Request, tokens) is not { } holder)
            return Refuse(context);
        context.Features.Set(holder);
        return _next(context);
    }

    public static bool AllowsAnyone(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static TokenHolder? Shown(HttpRequest request, ApiTokens tokens) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? tokens.Holder(header.AsSpan(Scheme.Length).Trim())
            : null;

    private static Task Refuse(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.TokenMissing().ExecuteAsync(context);
    }

    private static Task Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = Problems.RetryAfterSeconds;
        return Problems.Unavailable("The service cannot read its tokens now; its log says why.").ExecuteAsync(context);
    }
}
