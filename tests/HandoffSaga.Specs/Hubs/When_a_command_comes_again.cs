using HandoffSaga.Hubs;
using HandoffSaga.Identity;

namespace HandoffSaga.Specs.Hubs;

public sealed class When_a_command_comes_again
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 14, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);
    private static readonly ProcessInstance Alone = new(Guid.NewGuid(), OnlyOne: true);
    private static readonly ProcessInstance OneOfMany = new(Guid.NewGuid(), OnlyOne: false);
    private static readonly Guid AnotherRun = Guid.NewGuid();

    [Fact]
    public void An_attempt_nobody_started_is_made() => Decide(Alone, null, null).ShouldBe(AttemptResumption.Start);

    [Fact]
    public void On_a_single_process_station_an_attempt_of_an_earlier_run_was_cut_off() =>
        Decide(Alone, Now, AnotherRun).ShouldBe(AttemptResumption.NoReply);

    [Fact]
    public void Beside_other_replicas_an_attempt_of_another_process_is_left_to_it_until_the_deadline() =>
        Decide(OneOfMany, Now - Deadline + TimeSpan.FromSeconds(1), AnotherRun).ShouldBe(AttemptResumption.LeaveAlone);

    [Fact]
    public void Past_its_deadline_an_attempt_was_answered_by_nobody() =>
        Decide(OneOfMany, Now - Deadline, AnotherRun).ShouldBe(AttemptResumption.NoReply);

    [Fact]
    public void A_start_from_before_the_clock_was_set_back_holds_no_attempt_longer_than_its_deadline()
    {
        Decide(Alone, Now + Deadline, Alone.Id).ShouldBe(AttemptResumption.NoReply);
        Decide(Alone, Now + Deadline - TimeSpan.FromSeconds(1), Alone.Id).ShouldBe(AttemptResumption.LeaveAlone);
    }

    [Fact]
    public void An_attempt_of_this_process_that_ended_without_an_answer_waits_for_its_deadline_too() =>
        Decide(Alone, Now, Alone.Id).ShouldBe(AttemptResumption.LeaveAlone);

    [Fact]
    public void An_attempt_whose_end_is_recorded_is_left_alone_however_long_ago_it_was_started() =>
        Decide(OneOfMany, Now - (2 * Deadline), AnotherRun, isOver: true).ShouldBe(AttemptResumption.LeaveAlone);

    [Fact]
    public void After_a_long_outage_of_the_store_its_deadline_counts_from_its_end()
    {
        var started = Now - (10 * Deadline);

        Decide(OneOfMany, started, AnotherRun, storeBack: Now - Deadline + TimeSpan.FromSeconds(1)).ShouldBe(AttemptResumption.LeaveAlone);
        Decide(OneOfMany, started, AnotherRun, storeBack: Now - Deadline).ShouldBe(AttemptResumption.NoReply);
    }

    [Fact]
    public void An_outage_that_was_over_before_its_start_changes_nothing() =>
        Decide(OneOfMany, Now - Deadline, AnotherRun, storeBack: Now - Deadline - TimeSpan.FromSeconds(1))
            .ShouldBe(AttemptResumption.NoReply);

    [Fact]
    public void One_of_this_process_of_which_nothing_was_sent_is_made() =>
        Decide(OneOfMany, Now, OneOfMany.Id, nothingWasSent: true).ShouldBe(AttemptResumption.Start);

    [Fact]
    public void One_that_another_process_started_since_is_left_to_it() =>
        Decide(OneOfMany, Now, AnotherRun, nothingWasSent: true).ShouldBe(AttemptResumption.LeaveAlone);

    [Fact]
    public void One_that_another_process_finished_since_is_left_alone() =>
        Decide(OneOfMany, Now, OneOfMany.Id, isOver: true, nothingWasSent: true).ShouldBe(AttemptResumption.LeaveAlone);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Toward_a_broker_one_that_was_started_is_sent_again_whoever_started_it_and_when(bool alone) =>
        Decide(alone ? Alone : OneOfMany, Now - (2 * Deadline), AnotherRun, overBroker: true).ShouldBe(AttemptResumption.SendAgain);

    [Fact]
    public void Toward_a_broker_one_that_nobody_started_is_made() =>
        Decide(Alone, null, null, overBroker: true).ShouldBe(AttemptResumption.Start);

    [Fact]
    public void Toward_a_broker_too_one_whose_end_is_recorded_is_left_alone() =>
        Decide(Alone, Now, AnotherRun, isOver: true, overBroker: true).ShouldBe(AttemptResumption.LeaveAlone);

    private static AttemptResumption Decide(
        ProcessInstance self,
        DateTimeOffset? startedAt,
        Guid? startedBy,
        bool isOver = false,
        DateTimeOffset? storeBack = null,
        bool overBroker = false,
        bool nothingWasSent = false
    ) =>
        AttemptResumptions.Decide(
            new AttemptProgress(startedAt, startedBy, isOver),
            nothingWasSent,
            overBroker,
            self,
            Deadline,
            storeBack,
            Now
        );
}
