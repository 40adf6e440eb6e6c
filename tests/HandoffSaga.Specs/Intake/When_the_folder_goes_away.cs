namespace HandoffSaga.Specs.Intake;

/// <summary>A share that is not mounted: a warning, and it is taken up again when it is back.</summary>
public sealed class When_the_folder_goes_away : IDisposable
{
    private readonly WatchedFolder _folder = new();

    private string Elsewhere => _folder.Folder + ".away";

    public void Dispose()
    {
        if (Directory.Exists(Elsewhere))
            Back();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_said_once_and_it_is_not_made_anew()
    {
        Away();

        await _folder.Scan();
        await _folder.Scan();

        _folder.Log.ShouldHaveSingleItem().ShouldContain("is looked for until it is back");
        Directory.Exists(_folder.Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_taken_up_when_it_is_back()
    {
        Away();
        await _folder.Scan();

        Back();
        _folder.RenameIn("a.json", "{}");
        await _folder.Scan();

        _folder.In("accepted").ShouldBe(["a.json"]);
        _folder.Log.Count.ShouldBe(2);
        _folder.Log[1].ShouldContain("is back");
    }

    [Fact]
    public async Task While_a_file_is_judged_it_is_not_made_anew_and_the_file_is_judged_again()
    {
        _folder.Says = _ =>
        {
            if (_folder.Judged.Count == 1)
                Away();
            return new HandoffSaga.Intake.IntakeResult.Accepted("PKG-1");
        };
        _folder.RenameIn("a.json", "{}");
        await _folder.Scan();
        Directory.Exists(_folder.Folder).ShouldBeFalse();

        Back();
        await _folder.Look();

        _folder.In("accepted").ShouldBe(["a.json"]);
        _folder.Judged.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_empty_one_in_its_place_is_used_as_it_is()
    {
        Away();
        await _folder.Scan();
        Directory.CreateDirectory(_folder.Folder);

        _folder.Put("a.json", "{}");
        await _folder.Look();

        _folder.In("accepted").ShouldBe(["a.json"]);
        Directory.Delete(_folder.Folder, recursive: true);
    }

    [Fact]
    public async Task An_unexpected_failure_with_one_file_holds_up_no_other()
    {
        _folder.Says = text =>
            text == "1" ? throw new InvalidOperationException("surprise") : new HandoffSaga.Intake.IntakeResult.Accepted("2");
        _folder.RenameIn("a.json", "1");
        _folder.RenameIn("b.json", "2");

        await _folder.Scan();
        await _folder.Scan();

        _folder.In("accepted").ShouldBe(["b.json"]);
        _folder.Log.ShouldHaveSingleItem().ShouldContain("a.json");
        _folder.Judged.Count(text => text == "1").ShouldBe(2);
    }

    private void Away() => Directory.Move(_folder.Folder, Elsewhere);

    private void Back() => Directory.Move(Elsewhere, _folder.Folder);
}
