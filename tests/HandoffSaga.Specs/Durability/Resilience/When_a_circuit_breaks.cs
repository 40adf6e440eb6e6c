using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Durability.Resilience;

public sealed class When_a_circuit_breaks
{
    private static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FailureKind Silence = new("no answer", Threshold: 3, TimeSpan.Zero);
    private static readonly FailureKind Rejection = new("rejects", Threshold: 2, TimeSpan.Zero);
    private static readonly FailureKind Outage = new("outage", Threshold: 1, TimeSpan.FromSeconds(10));

    private static readonly CircuitBreaker Closed = new()
    {
        BreakDuration = Backoff.Exponential(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)),
    };

    [Fact]
    public void So_many_failures_in_a_row_open_it()
    {
        var failing = Closed.Failed(Silence, At(0)).Failed(Silence, At(1));
        (failing.State, failing.ProbeDue).ShouldBe((CircuitState.Closed, null));

        var open = failing.Failed(Silence, At(2));

        (open.State, open.Kind, open.Failures, open.FailingSince).ShouldBe((CircuitState.Open, Silence, 3, At(0)));
    }

    [Fact]
    public void A_success_in_between_begins_the_count_anew()
    {
        var failing = Closed.Failed(Silence, At(0)).Failed(Silence, At(1)).Succeeded().Failed(Silence, At(2)).Failed(Silence, At(3));

        (failing.State, failing.Failures, failing.FailingSince).ShouldBe((CircuitState.Closed, 2, At(2)));
    }

    [Fact]
    public void So_does_a_failure_of_another_kind_which_has_a_threshold_of_its_own()
    {
        var failing = Closed.Failed(Silence, At(0)).Failed(Silence, At(1)).Failed(Rejection, At(2));
        (failing.State, failing.Kind, failing.Failures, failing.FailingSince).ShouldBe((CircuitState.Closed, Rejection, 1, At(2)));

        failing.Failed(Rejection, At(3)).State.ShouldBe(CircuitState.Open);
    }

    [Fact]
    public void Where_failures_must_last_a_while_their_number_alone_does_not_open_it()
    {
        var failing = Closed.Failed(Outage, At(0)).Failed(Outage, At(1)).Failed(Outage, At(9.9));
        (failing.State, failing.Failures).ShouldBe((CircuitState.Closed, 3));
        failing.ProbeDue.ShouldBe(At(10), "whoever failed may be gone, and then nobody else would try");

        failing.Probed(At(10)).Failed(Outage, At(10)).State.ShouldBe(CircuitState.Open);
    }

    [Fact]
    public void After_a_break_one_probe_may_go_through()
    {
        var open = Opened();
        open.ProbeDue.ShouldBe(At(12));

        open.Probed(At(11.9)).State.ShouldBe(CircuitState.Open);
        open.Probed(At(12)).State.ShouldBe(CircuitState.HalfOpen);
    }

    [Fact]
    public void Each_probe_that_fails_makes_the_break_longer()
    {
        var circuit = Opened();
        var breaks = new List<double>();
        for (var probe = 0; probe < 5; probe++)
        {
            var due = circuit.ProbeDue!.Value;
            circuit = circuit.Probed(due).Failed(Silence, due);
            circuit.State.ShouldBe(CircuitState.Open);
            breaks.Add((circuit.ProbeDue!.Value - due).TotalSeconds);
        }

        breaks.ShouldBe([20, 40, 60, 60, 60]);
        circuit.FailedProbes.ShouldBe(5);
    }

    [Fact]
    public void A_probe_that_fails_otherwise_failed_all_the_same() =>
        Opened().Probed(At(12)).Failed(Rejection, At(12)).State.ShouldBe(CircuitState.Open);

    [Fact]
    public void What_began_before_it_opened_and_fails_later_changes_nothing() => Opened().Failed(Silence, At(5)).ShouldBe(Opened());

    [Fact]
    public void A_success_closes_it_whoever_it_was()
    {
        Opened().Probed(At(12)).Succeeded().ShouldBe(Closed);
        Opened().Succeeded().ShouldBe(Closed, "it began before the circuit opened, and its success says as much as a probe's");
    }

    [Fact]
    public void Closed_again_it_forgets_the_breaks_before() =>
        Opened()
            .Probed(At(12))
            .Failed(Silence, At(12))
            .Succeeded()
            .Failed(Rejection, At(100))
            .Failed(Rejection, At(100))
            .ProbeDue.ShouldBe(At(110));

    private static CircuitBreaker Opened() => Closed.Failed(Silence, At(0)).Failed(Silence, At(1)).Failed(Silence, At(2));

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
