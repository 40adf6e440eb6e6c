using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace HandoffSaga.Host.Access;

/// <summary>The holder of the token a caller sent; the name is null where the file gives none.</summary>
internal sealed record TokenHolder(string? Name);

/// <summary>
/// The bearer tokens of the API as read from their file: one per line, optionally after its holder's name. Empty lines and lines that begin
/// with <c>#</c> are ignored.
/// </summary>
internal sealed class ApiTokens
{
    public const int MaxFileBytes = 64 * 1024;

    private const int LongestName = 200;

    // The characters a header may have (RFC 9110 section 5.5) without ending the token.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create([
        .. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code),
    ]);

    private readonly List<(byte[] Digest, TokenHolder Holder)> _tokens = [];

    private ApiTokens() { }

    /// <summary>The tokens, or one line on why the text is unusable; the line quotes nothing from the text.</summary>
    public static (ApiTokens? Tokens, string? Problem) Parse(string text)
    {
        var read = new ApiTokens();
        var number = 0;
        // Editors of Windows begin a file with a mark that nobody sees.
        foreach (var line in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            var content = line.Trim();
            if (content.IsEmpty || content[0] == '#')
                continue;
            if (read.Add(content) is { } problem)
                return (null, $"line {number} {problem}");
        }

        return read._tokens.Count > 0 ? (read, null) : (null, "it holds no token");
    }

    /// <summary>
    /// The holder of <paramref name="token"/>; null when the token is unknown. The duration does not reveal how much of a token was right.
    /// </summary>
    public TokenHolder? Holder(ReadOnlySpan<char> token)
    {
        TokenHolder? holder = null;
        var digest = Digest(token);
        foreach (var known in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(digest, known.Digest))
                holder = known.Holder;
        }

        return holder;
    }

    private string? Add(ReadOnlySpan<char> line)
    {
        var gap = line.LastIndexOfAny(' ', '\t');
        var name = gap < 0 ? "" : line[..gap].Trim().ToString();
        var token = line[(gap + 1)..];
        if (token.ContainsAnyExcept(TokenCharacters))
            return "has an invalid token: use visible ASCII characters only";
        if (name.Length > LongestName || name.Any(char.IsControl))
            return $"has a name with control characters or more than {LongestName} characters";

        var digest = Digest(token);
        if (_tokens.Exists(known => known.Digest.AsSpan().SequenceEqual(digest)))
            return "repeats a token from an earlier line";
        _tokens.Add((digest, new TokenHolder(name.Length == 0 ? null : name)));
        return null;
    }

    // Digests are compared, because constant-time comparison needs equal lengths.
    private static byte[] Digest(ReadOnlySpan<char> token)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(token.Length)];
        return SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(token, bytes)));
    }
}
