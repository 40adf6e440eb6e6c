using System.Buffers;
using HandoffSaga.Texts;

namespace HandoffSaga.Outbound;

/// <summary>
/// The token file of a hub. It is read for each attempt: the cost is negligible next to a network exchange, and there is no need to watch
/// files that a secret store replaces by links.
/// </summary>
internal sealed class BearerTokenFile(string? path)
{
    private const int MaxLength = 16 * 1024;

    // RFC 6750 section 2.1, b64token.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/="
    );

    public async ValueTask<BearerToken> Read(CancellationToken cancellationToken)
    {
        if (path is null)
            return new BearerToken(null, null);

        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxLength })
                return Rejected("is too large for a token");
            text = await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Rejected("is missing");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Rejected("cannot be read");
        }

        var token = text.Trim();
        if (token.Length == 0)
            return Rejected("is empty");

        return token.AsSpan().ContainsAnyExcept(TokenCharacters) ? Rejected("holds no bearer token") : new BearerToken(token, null);
    }

    private BearerToken Rejected(string what) => new(null, PrintableText.Escape($"bearer token file {path} {what}"));
}
