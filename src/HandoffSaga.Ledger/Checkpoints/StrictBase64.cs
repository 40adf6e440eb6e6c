using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>Base64 of RFC 4648 section 4 in its only canonical form: padded, no white space, no stray bits at the end.</summary>
internal static class StrictBase64
{
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        bytes =
            Convert.TryFromBase64String(text, buffer, out var length) && Convert.ToBase64String(buffer, 0, length) == text
                ? buffer[..length]
                : null;
        return bytes is not null;
    }
}
