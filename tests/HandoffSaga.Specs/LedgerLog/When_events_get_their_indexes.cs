using HandoffSaga.LedgerLog.Sequencing;

namespace HandoffSaga.Specs.LedgerLog;

public sealed class When_events_get_their_indexes
{
    [Theory]
    [InlineData("", "")]
    [InlineData("7", "10:7x1")]
    [InlineData("1 2 3 4", "10:1x4")]
    [InlineData("1 2 4 5 6", "10:1x2 12:4x3")]
    [InlineData("5 6 4", "10:5x2 12:4x1")]
    [InlineData("2 1", "10:2x1 11:1x1")]
    [InlineData("-1 0 1", "10:-1x3")]
    public void Those_that_follow_one_another_are_one_run(string seqs, string runs) =>
        string.Join(
                " ",
                SequencedRun
                    .Of(10, seqs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse))
                    .Select(run => $"{run.LogIndex}:{run.FirstSeq}x{run.Entries}")
            )
            .ShouldBe(runs);

    [Theory]
    [InlineData(0, 100, "10:1x4")]
    [InlineData(11, 13, "11:2x2")]
    [InlineData(13, 14, "13:4x1")]
    [InlineData(14, 20, "14:5x0")]
    [InlineData(0, 10, "10:1x0")]
    public void A_run_is_read_from_one_index_up_to_another(long first, long end, string part)
    {
        var within = new SequencedRun(10, 1, 4).Within(first, end);
        $"{within.LogIndex}:{within.FirstSeq}x{within.Entries}".ShouldBe(part);
    }

    [Fact]
    public void Runs_that_follow_one_another_are_read_at_once() =>
        SequencedRun.Ranges([new(10, 5, 2), new(12, 7, 3), new(15, 4, 1), new(16, 20, 2)]).ShouldBe([(4L, 10L), (20L, 22L)]);
}
