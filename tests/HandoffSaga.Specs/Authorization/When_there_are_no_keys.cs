using HandoffSaga.Intake;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Authorization;

/// <summary>The start refuses to be without them; this is for a file that goes away just then.</summary>
public sealed class When_there_are_no_keys
{
    private static readonly byte[] Signoff = SampleSignoffs.For("PKG-1", SampleSignoffs.ToNextNode());

    [Fact]
    public async Task Nothing_is_taken_nothing_is_rejected_and_the_sender_comes_again()
    {
        await using var station = await Station.Started(s => File.Delete(s.GuardianJwks));

        (await station.Send(Signoff)).ShouldBeOfType<IntakeResult.Unavailable>();
        (await station.Count("transfers")).ShouldBe(0);
        (await station.Count("rejected")).ShouldBe(0);

        await File.WriteAllBytesAsync(station.GuardianJwks, SampleSignoffs.Key.ToPublicJwks(), TestContext.Current.CancellationToken);
        (await station.Send(Signoff)).ShouldBe(new IntakeResult.Accepted("PKG-1"));
    }

    [Fact]
    public async Task Keys_that_were_there_go_on_when_their_file_goes_away()
    {
        await using var station = await Station.Started();
        (await station.Send(Signoff)).ShouldBe(new IntakeResult.Accepted("PKG-1"));

        File.Delete(station.GuardianJwks);

        (await station.Send(SampleSignoffs.For("PKG-2", SampleSignoffs.ToNextNode()))).ShouldBe(new IntakeResult.Accepted("PKG-2"));
    }
}
