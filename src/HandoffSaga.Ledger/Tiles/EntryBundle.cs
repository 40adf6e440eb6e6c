using System.Buffers.Binary;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Ledger;

/// <summary>Entries as tlog-tiles publishes them: each prefixed with its length in two bytes, big-endian.</summary>
internal static class EntryBundle
{
    private const int Prefix = sizeof(ushort);

    public static void Append(PooledBytes bundle, ReadOnlySpan<byte> entry)
    {
        if (entry.Length > LedgerEntry.LongestBytes)
        {
            throw new ArgumentException(
                $"An entry of {entry.Length} bytes does not fit: at most {LedgerEntry.LongestBytes}.",
                nameof(entry)
            );
        }

        BinaryPrimitives.WriteUInt16BigEndian(bundle.Reserve(Prefix), (ushort)entry.Length);
        bundle.Advance(Prefix);
        bundle.Add(entry);
    }

    /// <summary>The place of each entry. Fewer than <paramref name="width"/> where the bundle is truncated; more are ignored.</summary>
    /// <param name="bundle">The bytes of a bundle.</param>
    /// <param name="width">How many entries there should be.</param>
    /// <param name="end">Where the last one ends; the bundle is complete when that is its length and no entry is missing.</param>
    public static List<Range> Entries(ReadOnlySpan<byte> bundle, int width, out int end)
    {
        var entries = new List<Range>(width);
        end = 0;
        while (entries.Count < width && bundle.Length - end >= Prefix)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle[end..]);
            if (bundle.Length - end - Prefix < length)
                break;
            entries.Add((end + Prefix)..(end + Prefix + length));
            end += Prefix + length;
        }

        return entries;
    }

    /// <summary>The first entries of a longer bundle, as a bundle; null when it has fewer.</summary>
    public static byte[]? Beginning(byte[] bundle, int width) => Entries(bundle, width, out var end).Count == width ? bundle[..end] : null;
}
