using System.Diagnostics;
using HandoffSaga.Intake;

namespace HandoffSaga.Specs.Intake;

public sealed class When_a_folder_is_hostile : IDisposable
{
    private readonly WatchedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_link_is_left_unread_wherever_it_leads()
    {
        var secret = Path.GetTempFileName();
        File.CreateSymbolicLink(_folder.Path("a.json"), secret);
        File.CreateSymbolicLink(_folder.Path("b.json"), "nowhere");
        File.CreateSymbolicLink(_folder.Path("c.json"), _folder.Path("d.json"));
        _folder.Put("d.json", "{}");

        await _folder.Look();

        _folder.Judged.ShouldBe(["{}"]);
        _folder.In("accepted").ShouldBe(["d.json"]);
        _folder.Log.Count(line => line.Contains("symbolic link")).ShouldBe(3);
        File.Delete(secret);
    }

    [Fact]
    public async Task A_pipe_nobody_writes_to_does_not_hold_up_the_others()
    {
        using (var mkfifo = Process.Start("mkfifo", [_folder.Path("a.json")]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        _folder.Put("b.json", "{}");

        await _folder.Look();

        _folder.In("accepted").ShouldBe(["b.json"]);
        _folder.Log.ShouldHaveSingleItem().ShouldContain("a pipe or a device");
    }

    [Fact]
    public async Task What_cannot_be_taken_is_reported_once_and_again_only_when_it_has_changed()
    {
        File.CreateSymbolicLink(_folder.Path("a.json"), "nowhere");

        await _folder.Look();
        await _folder.Look();
        _folder.Log.Count.ShouldBe(1);

        File.Delete(_folder.Path("a.json"));
        await _folder.Look();
        File.CreateSymbolicLink(_folder.Path("a.json"), "nowhere");
        await _folder.Look();
        _folder.Log.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_was_judged_and_cannot_be_moved_is_not_judged_again_and_again()
    {
        _folder.Says = _ => WatchedFolder.Rejected;
        _folder.Put("a.json", "x");
        Directory.Delete(_folder.Path("rejected"));

        await _folder.Look();
        await _folder.Look();
        _folder.Judged.ShouldBe(["x"]);

        Directory.CreateDirectory(_folder.Path("rejected"));
        _folder.Put("a.json", "changed");
        await _folder.Look();
        _folder.Judged.ShouldBe(["x", "changed"]);
    }

    [Fact]
    public async Task No_more_of_a_huge_file_is_read_than_shows_that_it_is_too_large()
    {
        using (var file = File.Create(_folder.Path("a.json")))
            file.SetLength(1L << 40);

        await _folder.Look();

        _folder.Judged.ShouldHaveSingleItem().Length.ShouldBe(1025);
    }

    [Fact]
    public async Task The_reason_of_one_never_replaces_the_file_of_another()
    {
        _folder.Says = _ => WatchedFolder.Rejected;
        _folder.Put("a.json.reason.json", "kept for inspection");
        await _folder.Look();
        _folder.Put("a.json", "x");

        await _folder.Look();

        File.ReadAllText(_folder.Path("rejected", "a.json.reason.json")).ShouldBe("kept for inspection");
        File.ReadAllText(_folder.Path("rejected", "a.json.2")).ShouldBe("x");
        File.ReadAllText(_folder.Path("rejected", "a.json.2.reason.json")).ShouldContain("It is not JSON.");
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_that_waits_where_a_reason_would_go()
    {
        var elsewhere = _folder.Path("elsewhere");
        File.CreateSymbolicLink(_folder.Path("rejected", "a.json.reason.json"), elsewhere);
        File.CreateSymbolicLink(_folder.Path("accepted", "b.json"), elsewhere);
        _folder.Says = text => text == "x" ? WatchedFolder.Rejected : new IntakeResult.Accepted("PKG-1");
        _folder.Put("a.json", "x");
        _folder.Put("b.json", "{}");

        await _folder.Look();

        File.Exists(elsewhere).ShouldBeFalse();
        _folder.In("rejected").ShouldBe(["a.json.2", "a.json.2.reason.json", "a.json.reason.json"]);
        _folder.In("accepted").ShouldBe(["b.json", "b.json.2"]);
    }

    [Fact]
    public async Task A_name_as_long_as_a_name_can_be_is_taken_like_any_other()
    {
        _folder.Says = _ => WatchedFolder.Rejected;
        _folder.Put(new string('a', 250) + ".json", "x");

        await _folder.Look();

        _folder.In("rejected").Length.ShouldBe(2);
        _folder.In("rejected").ShouldContain(name => name.EndsWith(".json.reason.json", StringComparison.Ordinal));
        _folder.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_vanishes_is_nobody_s_trouble()
    {
        _folder.Put("a.json", "1");
        _folder.Put("b.json", "2");
        _folder.Says = text =>
        {
            File.Delete(_folder.Path("b.json"));
            return new IntakeResult.Accepted("PKG-" + text);
        };

        await _folder.Look();

        _folder.Judged.ShouldBe(["1"]);
        _folder.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_store_that_is_unavailable_could_not_take_is_taken_at_a_later_look()
    {
        _folder.Says = _ => new IntakeResult.Unavailable("The store is away.");
        _folder.Put("a.json", "1");
        await _folder.Look();
        _folder.Says = _ => new IntakeResult.Accepted("PKG-1");

        await _folder.Look();

        _folder.In("accepted").ShouldBe(["a.json"]);
    }
}
