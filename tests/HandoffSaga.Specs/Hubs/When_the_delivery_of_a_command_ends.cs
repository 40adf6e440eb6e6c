using HandoffSaga.Hubs;

namespace HandoffSaga.Specs.Hubs;

public sealed class When_the_delivery_of_a_command_ends : IDisposable
{
    private readonly CancellationTokenSource _delivery = new();
    private readonly CancellationTokenSource _program = new();

    [Fact]
    public async Task Because_the_broker_took_it_back_the_attempt_goes_on()
    {
        using var attempt = new AttemptLifetime(_delivery.Token, _program.Token);

        await _delivery.CancelAsync();

        attempt.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task While_the_program_waits_for_what_is_in_flight_the_attempt_goes_on()
    {
        using var attempt = new AttemptLifetime(_delivery.Token, _program.Token);

        await _program.CancelAsync();

        attempt.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Because_the_program_waits_no_longer_so_does_the_attempt(bool takenBackFirst)
    {
        using var attempt = new AttemptLifetime(_delivery.Token, _program.Token);

        await (takenBackFirst ? _delivery : _program).CancelAsync();
        await (takenBackFirst ? _program : _delivery).CancelAsync();

        attempt.Ended.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Before_the_attempt_began_it_is_made_all_the_same()
    {
        await _delivery.CancelAsync();

        using var attempt = new AttemptLifetime(_delivery.Token, _program.Token);

        attempt.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    public void Dispose()
    {
        _delivery.Dispose();
        _program.Dispose();
    }
}
