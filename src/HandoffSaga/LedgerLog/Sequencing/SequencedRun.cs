namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>Events whose numbers follow one another and that have been given indexes that do.</summary>
internal readonly record struct SequencedRun(long LogIndex, long FirstSeq, long Entries)
{
    /// <summary>
    /// The runs of events that get their indexes from <paramref name="logIndex"/> on, in this order. Where nobody rolled back and nobody is
    /// slow, it is one for all of them: a row in the database for a whole group instead of one for each event.
    /// </summary>
    public static IEnumerable<SequencedRun> Of(long logIndex, IEnumerable<long> seqs)
    {
        var run = new SequencedRun(logIndex, 0, 0);
        foreach (var seq in seqs)
        {
            if (run.Entries > 0 && seq != run.FirstSeq + run.Entries)
            {
                yield return run;
                run = new SequencedRun(run.LogIndex + run.Entries, 0, 0);
            }

            run = run.Entries == 0 ? run with { FirstSeq = seq, Entries = 1 } : run with { Entries = run.Entries + 1 };
        }

        if (run.Entries > 0)
            yield return run;
    }

    /// <summary>What of it lies between two indexes, the second one not included; no entries when nothing does.</summary>
    public SequencedRun Within(long first, long end)
    {
        var skipped = Math.Clamp(first - LogIndex, 0, Entries);
        return new SequencedRun(
            LogIndex + skipped,
            FirstSeq + skipped,
            Math.Max(0, Math.Min(LogIndex + Entries, end) - LogIndex - skipped)
        );
    }

    /// <summary>
    /// The numbers that runs cover, each range as long as it can be: runs that were made one after the other are read at once.
    /// </summary>
    public static IEnumerable<(long From, long To)> Ranges(IEnumerable<SequencedRun> runs)
    {
        (long From, long To)? range = null;
        foreach (var run in runs.OrderBy(run => run.FirstSeq))
        {
            if (range is { } before && run.FirstSeq <= before.To)
            {
                range = (before.From, Math.Max(before.To, run.FirstSeq + run.Entries));
                continue;
            }

            if (range is { } whole)
                yield return whole;
            range = (run.FirstSeq, run.FirstSeq + run.Entries);
        }

        if (range is { } last)
            yield return last;
    }
}
