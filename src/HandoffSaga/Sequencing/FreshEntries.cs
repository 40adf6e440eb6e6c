namespace HandoffSaga.Sequencing;

/// <summary>
/// The entries this process has just sequenced, until it publishes them: they need not be read a second time. What is not here, because another replica was
/// faster or too many wait, is read from the database.
/// </summary>
/// <param name="most">When more wait, none is kept.</param>
internal sealed class FreshEntries(int most)
{
    private readonly List<WaitingEvent> entries = [];
    private long from;

    /// <summary>Keeps a group that begins at an index.</summary>
    public void Add(long index, IReadOnlyCollection<WaitingEvent> group)
    {
        if (index != from + entries.Count || entries.Count + group.Count > most)
        {
            entries.Clear();
            from = index;
        }

        if (group.Count <= most)
            entries.AddRange(group);
    }

    /// <summary>The entries from one index up to, not including, another, once; null when not all of them are here.</summary>
    public IReadOnlyList<WaitingEvent>? Take(long first, long end)
    {
        var offset = first - from;
        if (offset < 0 || end != from + entries.Count)
            return null;
        var taken = entries.GetRange((int)offset, (int)(end - first));
        entries.Clear();
        from = end;
        return taken;
    }
}
