using HandoffSaga.LedgerLog.Sequencing;

namespace HandoffSaga.Specs.LedgerLog;

public sealed class When_numbers_were_passed_over
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly SequenceGaps _gaps = new();

    [Fact]
    public void Each_look_begins_before_them_for_ten_seconds()
    {
        _gaps.Add(5, 7, Start);
        _gaps.Add(9, 9, Start.AddSeconds(4));

        _gaps.GiveUp(Start.AddSeconds(10));
        _gaps.First.ShouldBe(5);
        _gaps.GiveUp(Start.AddSeconds(11));
        _gaps.First.ShouldBe(9);
        _gaps.GiveUp(Start.AddSeconds(15));
        _gaps.First.ShouldBeNull();
    }

    [Fact]
    public void Then_they_are_looked_at_by_themselves_ever_more_rarely_and_at_last_no_more()
    {
        _gaps.Add(5, 7, Start);
        var now = Start.AddSeconds(11);
        _gaps.GiveUp(now);

        var looks = new List<double>();
        for (var second = 0; second < 24 * 3600; second++)
        {
            if (_gaps.DueGap(now.AddSeconds(second)) is not { } gap)
                continue;
            gap.ShouldBe((5, 7));
            looks.Add(second / 60.0);
            _gaps.Polled(now.AddSeconds(second));
        }

        looks.ShouldBe([1, 5, 21, 85]);
    }

    [Fact]
    public void What_could_not_be_looked_at_stays_due()
    {
        _gaps.Add(5, 7, Start);
        _gaps.GiveUp(Start.AddMinutes(1));

        _gaps.DueGap(Start.AddMinutes(2)).ShouldBe((5, 7));
        _gaps.DueGap(Start.AddMinutes(2)).ShouldBe((5, 7));
        _gaps.Polled(Start.AddMinutes(2));
        _gaps.DueGap(Start.AddMinutes(2)).ShouldBeNull();
    }

    [Fact]
    public void A_look_at_everything_begins_before_all_of_them_and_they_are_looked_at_after_it()
    {
        _gaps.Add(5, 7, Start);
        _gaps.Add(9, 9, Start);

        _gaps.GiveUpAll(Start);

        _gaps.First.ShouldBeNull();
        var due = new List<(long, long)>();
        for (; _gaps.DueGap(Start.AddMinutes(1)) is { } gap; _gaps.Polled(Start.AddMinutes(1)))
            due.Add(gap);
        due.ShouldBe([(5, 7), (9, 9)], ignoreOrder: true);
    }

    [Fact]
    public void There_is_an_end_to_what_is_remembered()
    {
        for (var n = 0; n < 2000; n++)
            _gaps.Add(n * 2, n * 2, Start);
        _gaps.GiveUpAll(Start);

        var due = 0;
        for (; _gaps.DueGap(Start.AddMinutes(1)) is not null; due++)
            _gaps.Polled(Start.AddMinutes(1));

        due.ShouldBe(1000);
    }
}
