using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Durability;

/// <summary>
/// A cache of bounded size, for many threads: when there is no more room, what was used longest ago goes. Its entries lie in one array and name their neighbours by
/// index, so that an entry costs no object of its own.
/// </summary>
/// <typeparam name="TKey">What an entry is found by.</typeparam>
/// <typeparam name="TValue">What is kept.</typeparam>
public sealed class BoundedCache<TKey, TValue>
    where TKey : notnull
{
    // The entries form a ring, and this one, which holds nothing, lies between the newest and the oldest.
    private const int Ends = 0;

    private readonly Lock gate = new();
    private readonly long capacity;
    private readonly Func<TValue, long> sizeOf;
    private readonly Dictionary<TKey, int> places = [];
    private Entry[] entries = new Entry[16];
    private int used = 1;
    private int firstFree;
    private long size;

    /// <param name="capacity">How many entries are kept at most.</param>
    public BoundedCache(long capacity)
        : this(capacity, static _ => 1)
    {
    }

    /// <param name="capacity">The most that all values together may measure.</param>
    /// <param name="sizeOf">What one value measures.</param>
    public BoundedCache(long capacity, Func<TValue, long> sizeOf)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (this.capacity, this.sizeOf) = (capacity, sizeOf);
    }

    /// <summary>Finds a value, which counts as using it.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            if (!places.TryGetValue(key, out var place))
            {
                value = default;
                return false;
            }

            Unlink(place);
            LinkAsNewest(place);
            value = entries[place].Value;
            return true;
        }
    }

    /// <summary>Keeps a value, in place of the one with the same key. One that is larger than the whole cache is not kept, and no other gives way to it.</summary>
    public void Set(TKey key, TValue value)
    {
        var needed = sizeOf(value);
        if (needed > capacity)
        {
            TryRemove(key, out _);
            return;
        }

        lock (gate)
        {
            if (places.TryGetValue(key, out var place))
                Unlink(place);
            else
                place = Add(key);
            LinkAsNewest(place);
            size += needed - entries[place].Size;
            (entries[place].Value, entries[place].Size) = (value, needed);
            while (size > capacity)
                Remove(entries[Ends].Newer);
        }
    }

    /// <summary>Takes a value out.</summary>
    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            if (!places.TryGetValue(key, out var place))
            {
                value = default;
                return false;
            }

            value = entries[place].Value;
            Remove(place);
            return true;
        }
    }

    private int Add(TKey key)
    {
        var place = firstFree;
        if (place != Ends)
        {
            firstFree = entries[place].Newer;
        }
        else
        {
            if (used == entries.Length)
                Array.Resize(ref entries, used * 2);
            place = used++;
        }

        entries[place].Key = key;
        places.Add(key, place);
        return place;
    }

    private void Remove(int place)
    {
        Unlink(place);
        places.Remove(entries[place].Key);
        size -= entries[place].Size;
        entries[place] = new Entry { Newer = firstFree };
        firstFree = place;
    }

    private void LinkAsNewest(int place)
    {
        var second = entries[Ends].Older;
        (entries[place].Newer, entries[place].Older) = (Ends, second);
        entries[second].Newer = place;
        entries[Ends].Older = place;
    }

    private void Unlink(int place)
    {
        var (newer, older) = (entries[place].Newer, entries[place].Older);
        entries[newer].Older = older;
        entries[older].Newer = newer;
    }

    private struct Entry
    {
        public TKey Key;
        public TValue Value;
        public long Size;
        public int Newer;
        public int Older;
    }
}
