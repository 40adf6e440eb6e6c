namespace HandoffSaga.Specs.Cli;

public sealed class When_a_store_is_no_database : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task A_file_of_something_else_is_one_line_and_not_for_a_restart()
    {
        var file = _prompt.Write("results.txt", string.Concat(Enumerable.Repeat("measurements of a furnace, not a database\n", 400)));

        var outcome = await _prompt.Types("migrate", "--connection", $"Data Source={file}");

        outcome.ExitCode.ShouldBe(2);
        outcome
            .Error.TrimEnd()
            .Split('\n')
            .ShouldHaveSingleItem()
            .ShouldStartWith($"handoff: {file} is not a SQLite database: correct Store:ConnectionString");
    }

    [Fact]
    public async Task A_folder_is_too()
    {
        var outcome = await _prompt.Types("migrate", "--connection", $"Data Source={_prompt.Folder}");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("cannot be created");
    }
}
