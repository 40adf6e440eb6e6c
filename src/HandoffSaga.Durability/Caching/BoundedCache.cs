using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Durability;

/// <summary>
/// A thread-safe LRU cache of bounded size. Its entries are in one array and link to their neighbours by index, so that an entry needs no
/// object of its own.
/// </summary>
/// <typeparam name="TKey">The key of an entry.</typeparam>
/// <typeparam name="TValue">The cached value.</typeparam>
public sealed class BoundedCache<TKey, TValue>
    where TKey : notnull
{
    // The entries form a ring; this sentinel is between the newest and the oldest.
    private const int Ends = 0;

    private readonly Lock _gate = new();
    private readonly long _capacity;
    private readonly Func<TValue, long> _sizeOf;
    private readonly Dictionary<TKey, int> _places = [];
    private Entry[] _entries = new Entry[16];
    private int _used = 1;
    private int _firstFree;
    private long _size;

    /// <param name="capacity">How many entries are kept at most.</param>
    public BoundedCache(long capacity)
        : this(capacity, static _ => 1) { }

    /// <param name="capacity">The greatest total size of all values.</param>
    /// <param name="sizeOf">The size of one value.</param>
    public BoundedCache(long capacity, Func<TValue, long> sizeOf)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (_capacity, _sizeOf) = (capacity, sizeOf);
    }

    /// <summary>Finds a value, which counts as using it.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(key, out var place))
            {
                value = default;
                return false;
            }

            Unlink(place);
            LinkAsNewest(place);
            value = _entries[place].Value;
            return true;
        }
    }

    /// <summary>
    /// Stores a value, replacing the one with the same key. A value larger than the whole cache is not stored, and evicts nothing.
    /// </summary>
    public void Set(TKey key, TValue value)
    {
        var needed = _sizeOf(value);
        if (needed > _capacity)
        {
            TryRemove(key, out _);
            return;
        }

        lock (_gate)
        {
            if (_places.TryGetValue(key, out var place))
                Unlink(place);
            else
                place = Add(key);
            LinkAsNewest(place);
            _size += needed - _entries[place].Size;
            (_entries[place].Value, _entries[place].Size) = (value, needed);
            while (_size > _capacity)
                Remove(_entries[Ends].Newer);
        }
    }

    /// <summary>Removes a value.</summary>
    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(key, out var place))
            {
                value = default;
                return false;
            }

            value = _entries[place].Value;
            Remove(place);
            return true;
        }
    }

    private int Add(TKey key)
    {
        var place = _firstFree;
        if (place != Ends)
        {
            _firstFree = _entries[place].Newer;
        }
        else
        {
            if (_used == _entries.Length)
                Array.Resize(ref _entries, _used * 2);
            place = _used++;
        }

        _entries[place].Key = key;
        _places.Add(key, place);
        return place;
    }

    private void Remove(int place)
    {
        Unlink(place);
        _places.Remove(_entries[place].Key);
        _size -= _entries[place].Size;
        _entries[place] = new Entry { Newer = _firstFree };
        _firstFree = place;
    }

    private void LinkAsNewest(int place)
    {
        var second = _entries[Ends].Older;
        (_entries[place].Newer, _entries[place].Older) = (Ends, second);
        _entries[second].Newer = place;
        _entries[Ends].Older = place;
    }

    private void Unlink(int place)
    {
        var (newer, older) = (_entries[place].Newer, _entries[place].Older);
        _entries[newer].Older = older;
        _entries[older].Newer = newer;
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
