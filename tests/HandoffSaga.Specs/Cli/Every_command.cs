using System.CommandLine;
using System.CommandLine.Parsing;
using HandoffSaga.Host.Cli;

namespace HandoffSaga.Specs.Cli;

public sealed class Every_command : IDisposable
{
    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    public static TheoryData<string> Paths => [.. All(Root(), "").Select(found => found.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Explains_all_its_options_and_arguments(string path)
    {
        var command = All(Root(), "").Single(found => found.Path == path).Command;

        var outcome = await _prompt.Types([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        outcome.ExitCode.ShouldBe(0);
        outcome.Error.ShouldBeEmpty();
        var words = Words(outcome.Output);
        words.ShouldContain(Words(command.Description!));
        foreach (var option in command.Options)
            outcome.Output.ShouldContain(option.Name);
        foreach (var symbol in command.Options.Cast<Symbol>().Concat(command.Arguments))
            symbol.Description.ShouldNotBeNullOrWhiteSpace(symbol.Name);
        foreach (var argument in command.Arguments)
            words.ShouldContain(Words(argument.Description!));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Shows_examples_that_are_right(string path)
    {
        if (All(Root(), "").Single(found => found.Path == path).Command is not HandoffCommand command)
            return;

        command.Examples.ShouldNotBeEmpty();
        var help = Pasted((await _prompt.Types([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Output);
        foreach (var (line, _) in command.Examples)
        {
            help.ShouldContain($"handoff {line}");
            var ours = line.Split(" | ")[0].Split(" > ")[0].Split(" < ")[0];
            var parsed = Root().Parse([.. CommandLineParser.SplitCommandLine(ours)]);
            parsed.Errors.ShouldBeEmpty(line);
            parsed.CommandResult.Command.Name.ShouldBe(command.Name);
        }
    }

    [Fact]
    public void Is_listed_in_the_contract() =>
        All(Root(), "")
            .Select(found => found.Path)
            .ShouldBeSubsetOf([
                "",
                "audit-pack",
                "demo",
                "run",
                "submit",
                "status",
                "list",
                "show",
                "attempts",
                "audit",
                "rejected",
                "hubs",
                "health",
                "redeliver",
                "close",
                "ledger",
                "ledger verify",
                "ledger show",
                "ledger prove",
                "ledger verify-proof",
                "ledger checkpoint",
                "ledger resume",
                "ledger witness",
                "contracts",
                "contracts check",
                "contracts graph",
                "guardian",
                "guardian keygen",
                "guardian sign",
                "guardian verify",
                "guardian canonicalize",
                "hub",
                "doctor",
                "backup",
                "restore",
                "migrate",
                "config",
                "saga",
                "saga graph",
                "completion",
            ]);

    [Theory]
    [InlineData]
    [InlineData("stauts", "PKG-1")]
    [InlineData("contracts")]
    [InlineData("status")]
    [InlineData("status", "PKG-1", "PKG-2")]
    [InlineData("hub", "--kind", "cellar", "--port", "1", "--folder", "x")]
    [InlineData("hub", "--kind", "vault", "--port", "70000", "--folder", "x")]
    [InlineData("hub", "--kind", "vault", "--port", "1", "--folder", "x", "--fail", "sometimes")]
    [InlineData("hub", "--kind", "vault", "--port", "1", "--folder", "x", "--listen", "everywhere")]
    [InlineData("completion", "cmd")]
    [InlineData("guardian", "sign", "x.json")]
    public async Task Typed_wrongly_ends_with_2_and_nothing_on_stdout(params string[] arguments)
    {
        var outcome = await _prompt.Types(arguments);

        outcome.ExitCode.ShouldBe(2);
        outcome.Output.ShouldBeEmpty();
        outcome.Error.ShouldStartWith("handoff: ");
        outcome.Error.ShouldContain("--help\"");
    }

    [Fact]
    public async Task Says_what_a_value_may_be_in_one_line() =>
        (await _prompt.Types("list", "--status", "lost")).Error.ShouldContain("Must be one of: 'fully_complete' 'escalated'");

    [Fact]
    public async Task Mistyped_is_recognised() =>
        (await _prompt.Types("stauts", "PKG-1")).Error.ShouldContain("Did you mean handoff status?");

    /// <summary>The text without its line breaks.</summary>
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What a shell makes of command lines that go on after a backslash.</summary>
    private static string Pasted(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\\\n +", "");

    private static RootCommand Root()
    {
        using var prompt = new Prompt();
        return CommandTree.Build(prompt.CliContext(TextWriter.Null, TextWriter.Null));
    }

    private static IEnumerable<(string Path, Command Command)> All(Command command, string path) =>
        command.Subcommands.SelectMany(sub => All(sub, $"{path} {sub.Name}".Trim())).Prepend((path, command));
}
