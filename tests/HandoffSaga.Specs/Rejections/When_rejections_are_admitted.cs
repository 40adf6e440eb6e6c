using HandoffSaga.Rejections;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Rejections;

public sealed class When_rejections_are_admitted
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2025, 6, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Their_ids_are_in_the_order_they_came()
    {
        // Given rejections within one millisecond, and far enough apart that every low byte of the time changes
        var throttle = new RejectionThrottle(_clock);
        var ids = new List<Guid>();
        for (var i = 0; i < 600; i++)
        {
            ids.Add(Admit(throttle).Id);
            ids.Add(Admit(throttle).Id);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        // Then they sort as they came, and are ids of version 7
        ids.Select(id => id.ToString()).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        ids.Distinct().Count().ShouldBe(ids.Count);
        ids.ShouldAllBe(id => id.Version == 7);
    }

    [Fact]
    public void A_sum_is_this_processs_own_until_it_is_reported()
    {
        // Given one more than is told one by one
        var throttle = new RejectionThrottle(_clock);
        for (var i = 0; i <= RejectionThrottle.OneByOne; i++)
            Admit(throttle);
        throttle.Windows.TryRead(out var window).ShouldBeTrue();
        throttle.IsOwn(window!.Id).ShouldBeTrue();

        throttle.Reported(window);

        throttle.IsOwn(window.Id).ShouldBeFalse();
    }

    private static Rejection Admit(RejectionThrottle throttle) => throttle.Admit("not_json", "queue", null, "", default);
}
