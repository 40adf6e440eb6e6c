using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace HandoffSaga.Host.Access;

/// <summary>Whose token a caller has shown; null is a token nobody's name stands at.</summary>
internal sealed record TokenHolder(string? Name);

/// <summary>
/// The bearer tokens of the API, as their file has them: one on a line, in front of it, if wanted, the name of who holds it. Empty lines
/// and those that begin with <c>#</c> do not count.
/// </summary>
internal sealed class ApiTokens
{
    public const int MaxFileBytes = 64 * 1024;

    private const int LongestName = 200;

    // What can stand in a header (RFC 9110 section 5.5) without ending the token.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create([
        .. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code),
    ]);

    private readonly List<(byte[] Digest, TokenHolder Holder)> _tokens = [];

    private ApiTokens() { }

    /// <summary>The tokens, or in one line why it holds none; the line repeats nothing of what it read.</summary>
    public static (ApiTokens? Tokens, string? Problem) Parse(string text)
    {
        var read = new ApiTokens();
        var number = 0;
        foreach (var line in text.EnumerateLines())
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
    /// Who holds <paramref name="token"/>; null when nobody does. How long it takes does not tell how much of a token was right.
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
            return "holds no token: only visible ASCII characters may stand in one";
        if (name.Length > LongestName || name.Any(char.IsControl))
            return $"has a name with control characters, or with more than {LongestName}";

        var digest = Digest(token);
        if (_tokens.Exists(known => known.Digest.AsSpan().SequenceEqual(digest)))
            return "has a token that stands further up already";
        _tokens.Add((digest, new TokenHolder(name.Length == 0 ? null : name)));
        return null;
    }

    // Of digests, because comparing in constant time needs equal lengths.
    private static byte[] Digest(ReadOnlySpan<char> token)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(token.Length)];
        return SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(token, bytes)));
    }
}
