namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>A run of entries with consecutive numbers and consecutive indexes.</summary>
internal readonly record struct SequencedRun(long LogIndex, long FirstSeq, long Entries)
{
    /// <summary>
    /// The runs of entries that get indexes starting at <paramref name="logIndex"/>, in this order. Without rollbacks or slow transactions
    /// it is a single run: one row in the database for a whole group instead of one per entry.
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

    /// <summary>The part of it between two indexes, excluding the second; empty when there is none.</summary>
    public SequencedRun Within(long first, long end)
    {
        var skipped = Math.Clamp(first - LogIndex, 0, Entries);
        return new SequencedRun(
            LogIndex + skipped,
            FirstSeq + skipped,
            Math.Max(0, Math.Min(LogIndex + Entries, end) - LogIndex - skipped)
        );
    }

    /// <summary>The numbers that runs cover, merged into the longest ranges, so that adjacent runs are read at once.</summary>
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
