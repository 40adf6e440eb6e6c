using System.Buffers.Binary;
using System.Text;
using NSec.Cryptography;

namespace HandoffSaga.Ledger;

/// <summary>
/// A witness's statement (<c>cosignature/v1</c> of C2SP tlog-cosignature): at this time, this is the largest checkpoint of this log it has
/// seen, and it continues every earlier one. The signature carries the time, whole seconds since 1970, in its first eight bytes.
/// </summary>
public static class Cosignature
{
    /// <summary>When a cosignature was made; false when the signature has another shape.</summary>
    public static bool TryReadTime(NoteSignature signature, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(signature);
        time = default;
        if (!TryReadSeconds(signature, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    internal static bool TryReadSeconds(NoteSignature signature, out long seconds)
    {
        seconds = 0;
        if (signature.Bytes.Length != sizeof(ulong) + SignatureAlgorithm.Ed25519.SignatureSize)
            return false;
        seconds = BinaryPrimitives.ReadInt64BigEndian(signature.Bytes);
        return seconds >= 0;
    }

    internal static byte[] Message(string text, long seconds) => Encoding.UTF8.GetBytes($"cosignature/v1\ntime {seconds}\n{text}");
}
