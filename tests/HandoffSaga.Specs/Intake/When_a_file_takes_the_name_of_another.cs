using HandoffSaga.Intake;

namespace HandoffSaga.Specs.Intake;

/// <summary>What is moved is the very file that was judged; a name alone says nothing.</summary>
public sealed class When_a_file_takes_the_name_of_another : IDisposable
{
    private const string First = """{"part":1}""";
    private const string Second = """{"part":2}""";
    private const string Again = """{"part":3}""";

    private readonly WatchedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_other_one_is_judged_next_and_lost_never(bool isFirstRejected)
    {
        _folder.Says = text =>
        {
            if (text == First)
                _folder.RenameIn("a.json", Second);
            return text == First && isFirstRejected ? WatchedFolder.Rejected : new IntakeResult.Accepted("PKG-1");
        };
        _folder.RenameIn("a.json", First);

        await _folder.Scan();
        _folder.Judged.ShouldBe([First]);
        File.ReadAllText(_folder.Path("a.json")).ShouldBe(Second);
        _folder.In("rejected").ShouldBeEmpty();
        _folder.In("accepted").ShouldBeEmpty();
        await _folder.Look();

        _folder.Judged.ShouldBe([First, Second]);
        _folder.In("accepted").ShouldBe(["a.json"]);
        File.ReadAllText(_folder.Path("accepted", "a.json")).ShouldBe(Second);
    }

    [Fact]
    public async Task So_is_what_somebody_wrote_into_it_while_it_was_judged()
    {
        _folder.Says = text =>
        {
            if (text == First)
            {
                File.WriteAllText(_folder.Path("a.json"), Again);
                File.SetLastWriteTimeUtc(_folder.Path("a.json"), DateTime.UnixEpoch.AddYears(50));
            }

            return new IntakeResult.Accepted("PKG-1");
        };
        _folder.RenameIn("a.json", First);

        await _folder.Scan();
        await _folder.Look();

        _folder.Judged.ShouldBe([First, Again]);
    }

    [Fact]
    public async Task What_cannot_be_put_back_is_named_and_holds_up_no_other()
    {
        var longest = new string('a', 250) + ".json";
        File.WriteAllText(_folder.Path(".moving", longest), "left");
        _folder.Put(longest, "its name is taken");
        _folder.RenameIn("b.json", Second);

        using var next = _folder.Next();
        await next.TakeAll(TestContext.Current.CancellationToken);

        _folder.In("accepted").ShouldBe(["b.json"]);
        _folder.Log.ShouldHaveSingleItem().ShouldContain(".moving");
        File.ReadAllText(_folder.Path(".moving", longest)).ShouldBe("left");
    }

    [Fact]
    public async Task What_a_process_left_on_its_way_is_judged_again_by_the_next()
    {
        File.WriteAllText(_folder.Path(".moving", "a.json"), "left");
        _folder.Put("a.json", "its name is taken");

        using var next = _folder.Next();
        await next.TakeAll(TestContext.Current.CancellationToken);
        _folder.Pass(WatchedFolder.Settle);
        await next.TakeAll(TestContext.Current.CancellationToken);

        _folder.Judged.Order().ShouldBe(["its name is taken", "left"]);
        _folder.In(".moving").ShouldBeEmpty();
    }
}
