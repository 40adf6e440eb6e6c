namespace HandoffSaga.Specs.Intake;

/// <summary>scp, cp and file shares write into the folder itself: a file is taken when it is whole.</summary>
public sealed class When_files_are_written_slowly : IDisposable
{
    private readonly WatchedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_that_still_grows_is_left_until_it_rests()
    {
        _folder.Put("a.json", "{");
        await _folder.Scan();
        _folder.Pass(WatchedFolder.Settle);
        File.AppendAllText(_folder.Path("a.json"), "}");
        await _folder.Scan();
        _folder.Judged.ShouldBeEmpty();

        _folder.Pass(WatchedFolder.Settle);
        await _folder.Scan();

        _folder.Judged.ShouldBe(["{}"]);
        _folder.In("accepted").ShouldBe(["a.json"]);
    }

    [Fact]
    public async Task One_that_rests_for_less_than_the_time_is_left()
    {
        _folder.Put("a.json", "{}");
        await _folder.Scan();
        _folder.Pass(WatchedFolder.Settle - TimeSpan.FromMilliseconds(1));

        await _folder.Scan();

        _folder.Judged.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_changes_its_content_and_not_its_length_is_left()
    {
        _folder.Put("a.json", "....");
        await _folder.Scan();
        _folder.Pass(WatchedFolder.Settle);
        File.WriteAllText(_folder.Path("a.json"), "{\"\"}");
        File.SetLastWriteTimeUtc(_folder.Path("a.json"), DateTime.UnixEpoch.AddYears(100));

        await _folder.Scan();

        _folder.Judged.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_was_renamed_into_the_folder_is_taken_at_once()
    {
        _folder.RenameIn("a.json", "{}");

        await _folder.Scan();

        _folder.Judged.ShouldBe(["{}"]);
    }

    [Fact]
    public async Task One_that_got_its_times_before_its_content_is_left_until_it_is_whole()
    {
        _folder.Put("a.json", "{");
        File.SetLastWriteTimeUtc(_folder.Path("a.json"), DateTime.UnixEpoch.AddYears(50));
        await _folder.Scan();
        _folder.Judged.ShouldBeEmpty();

        File.AppendAllText(_folder.Path("a.json"), "}");
        await _folder.Look();

        _folder.Judged.ShouldBe(["{}"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{}{}")]
    public async Task One_that_was_renamed_into_it_and_is_no_document_is_judged_when_it_has_rested(string text)
    {
        _folder.RenameIn("a.json", text);
        await _folder.Scan();
        _folder.Judged.ShouldBeEmpty();
        _folder.Pass(WatchedFolder.Settle);

        await _folder.Scan();

        _folder.Judged.ShouldBe([text]);
    }

    [Theory]
    [InlineData("RESULT.JSON")]
    [InlineData("Result.Json")]
    public async Task The_case_of_the_ending_does_not_matter(string name)
    {
        _folder.RenameIn(name, "{}");

        await _folder.Scan();

        _folder.In("accepted").ShouldBe([name]);
    }
}
