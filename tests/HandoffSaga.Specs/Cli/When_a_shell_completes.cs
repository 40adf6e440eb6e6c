namespace HandoffSaga.Specs.Cli;

public sealed class When_a_shell_completes : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Theory]
    [InlineData("handoff contract", "contracts")]
    [InlineData("handoff list --leg ", "vault_hub")]
    [InlineData("handoff list --stat", "--status")]
    [InlineData("handoff list --status esc", "escalated")]
    [InlineData("handoff contracts ", "check")]
    [InlineData("handoff completion ", "fish")]
    public async Task The_program_says_what_may_come_next(string typed, string next)
    {
        // The first word is the program's own name, which here is that of the specs.
        var line = typed.Replace("handoff", System.CommandLine.RootCommand.ExecutableName, StringComparison.Ordinal);

        (await _prompt.Types($"[suggest:{line.Length}]", line)).Lines.ShouldContain(next);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _handoff_complete handoff")]
    [InlineData("zsh", "#compdef handoff")]
    [InlineData("fish", "complete -c handoff")]
    public async Task The_script_for_it_is_printed(string shell, string line)
    {
        var outcome = await _prompt.Types("completion", shell);

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldContain(line);
        outcome.Output.ShouldContain("[suggest:");
    }
}
