using System.Buffers;

namespace HandoffSaga.CanonicalJson;

/// <summary>
/// The order of names in an object: by UTF-16 code units of the unescaped name (RFC 8785 section 3.2.3), compared in place, as canonical
/// UTF-8.
/// </summary>
internal static class MemberOrder
{
    // Below this count, the numbers cost more than they save.
    private const int Many = 64;

    /// <summary>Compares two names in their canonical, escaped form, without quotes.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Contains((byte)'\\') || right.Contains((byte)'\\'))
            return CompareUnescaped(left, right);
        var common = left.CommonPrefixLength(right);
        return common == left.Length || common == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[common]).CompareTo(Rank(right[common]));
    }

    /// <summary>Sorts the members; returns the index of one that repeats the name before it, or -1.</summary>
    public static int Sort(ReadOnlyMemory<byte> canonical, Span<CanonicalMember> members)
    {
        var rising = Rising(canonical.Span, members);
        if (rising == members.Length - 1)
            return -1;
        if (rising == 0)
            members.Reverse();
        else if (members.Length < Many || !TrySortByBeginnings(canonical, members))
            SortByNames(canonical, members);
        for (var i = 1; i < members.Length; i++)
        {
            if (members[i - 1].NameIn(canonical.Span).SequenceEqual(members[i].NameIn(canonical.Span)))
                return i;
        }

        return -1;
    }

    private static void SortByNames(ReadOnlyMemory<byte> canonical, Span<CanonicalMember> members) =>
        members.Sort((left, right) => Compare(left.NameIn(canonical.Span), right.NameIn(canonical.Span)));

    /// <summary>
    /// Sorts by the first eight bytes of the names as one number, and by the whole names only where those are equal. Canonical names have
    /// no raw zero byte, so a name sorts before any name it is a prefix of. Returns false without sorting when a name has an escape: its
    /// bytes do not give its order.
    /// </summary>
    private static bool TrySortByBeginnings(ReadOnlyMemory<byte> canonical, Span<CanonicalMember> members)
    {
        var rented = ArrayPool<ulong>.Shared.Rent(members.Length);
        try
        {
            var beginnings = rented.AsSpan(0, members.Length);
            for (var i = 0; i < members.Length; i++)
            {
                var name = members[i].NameIn(canonical.Span);
                if (name.Contains((byte)'\\'))
                    return false;
                beginnings[i] = Beginning(name);
            }

            beginnings.Sort(members);
            var from = 0;
            while (from < members.Length)
            {
                var to = from + 1;
                while (to < members.Length && beginnings[to] == beginnings[from])
                    to++;
                if (to - from > 1)
                    SortByNames(canonical, members[from..to]);
                from = to;
            }

            return true;
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    private static ulong Beginning(ReadOnlySpan<byte> name)
    {
        var beginning = 0UL;
        for (var i = 0; i < sizeof(ulong); i++)
            beginning = (beginning << 8) | (byte)(i < name.Length ? Rank(name[i]) : 0);
        return beginning;
    }

    /// <summary>How many neighbours are in order: members already sorted or exactly reversed need no sorting.</summary>
    private static int Rising(ReadOnlySpan<byte> canonical, ReadOnlySpan<CanonicalMember> members)
    {
        var rising = 0;
        for (var i = 1; i < members.Length; i++)
        {
            if (Compare(members[i - 1].NameIn(canonical), members[i].NameIn(canonical)) < 0)
                rising++;
        }

        return rising;
    }

    private static int CompareUnescaped(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int l = 0,
            r = 0;
        while (l < left.Length && r < right.Length)
        {
            var order = Rank(CanonicalText.NextByte(left, ref l)).CompareTo(Rank(CanonicalText.NextByte(right, ref r)));
            if (order != 0)
                return order;
        }

        return (left.Length - l).CompareTo(right.Length - r);
    }

    // Bytes of UTF-8 sort like code points. UTF-16 differs in one thing: surrogates (lead bytes F0 to F4) come before U+E000 to U+FFFF (EE,
    // EF).
    private static int Rank(byte value) => value is 0xEE or 0xEF ? value + 0x10 : value;
}
