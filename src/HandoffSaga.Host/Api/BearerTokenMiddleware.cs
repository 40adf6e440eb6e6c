using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;

namespace HandoffSaga.Host.Api;

/// <summary>Lets through who shows the token, and everyone to endpoints that allow anonymous callers (health).</summary>
internal sealed class BearerTokenMiddleware
{
    private const string Scheme = "Bearer ";

    private readonly RequestDelegate next;
    private readonly byte[]? expected;

    /// <exception cref="InvalidOperationException">A token is required and there is none.</exception>
    public BearerTokenMiddleware(RequestDelegate next, HandoffApiOptions options)
    {
        this.next = next;
        expected = options.Required ? Digest(Token(options.TokenFile)) : null;
    }

    public Task InvokeAsync(HttpContext context) => expected is null || AllowsAnyone(context) || ShowsToken(context.Request, expected)
        ? next(context)
        : Refuse(context);

    private static bool AllowsAnyone(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool ShowsToken(HttpRequest request, byte[] expected) =>
        request.Headers.Authorization is [{ } header]
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Digest(header[Scheme.Length..].Trim()), expected);

    // Of digests, because comparing in constant time needs equal lengths.
    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static Task Refuse(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.TokenMissing().ExecuteAsync(context);
    }

    private static string Token(string? file)
    {
        if (file is null)
            throw new InvalidOperationException("The API wants a bearer token, but Api:TokenFile names no file.");
        var token = File.ReadAllText(file).Trim();
        return token.Length > 0 ? token : throw new InvalidOperationException($"The token file {file} is empty.");
    }
}
