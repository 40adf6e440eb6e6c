using System.Diagnostics;

namespace HandoffSaga.Durability.Contracts;

/// <summary>
/// A listener hears the whole process, so these specs run alone: whoever derives them puts them into a collection that does.
/// </summary>
public abstract class When_the_engine_is_watched(StoreUnderTest store) : DurabilitySuite(store)
{
    [Fact]
    public async Task A_commit_ends_before_its_unit_is_marked_and_only_then_its_messages_are_sent()
    {
        var steps = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => Note("start", activity),
            ActivityStopped = activity => Note("stop", activity),
        };
        await using var station = await Station.Start(Store);
        ActivitySource.AddActivityListener(listener);

        using (var _ = new Activity("this spec's own").Start())
            await station.Publish(new Work(Guid.NewGuid(), "watched"));

        lock (steps)
        {
            steps
                .Take(6)
                .ShouldBe([
                    "start handoff.commit",
                    "stop handoff.commit",
                    "start handoff.unit session",
                    "stop handoff.unit session",
                    "start handoff.send Work",
                    "stop handoff.send Work",
                ]);
        }

        void Note(string step, Activity activity)
        {
            // Which messages a commit names depends on who else was in its group.
            var message = activity.OperationName == "handoff.commit" ? null : activity.GetTagItem("handoff.message");
            lock (steps)
                steps.Add($"{step} {activity.OperationName} {message}".TrimEnd());
        }
    }
}
