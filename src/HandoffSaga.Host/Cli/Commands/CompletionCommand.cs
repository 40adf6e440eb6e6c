using System.CommandLine;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints shell completion scripts, which ask the program for suggestions by the suggest directive.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # handoff completion for bash
        _handoff_complete() {
            local IFS=$'\n'
            COMPREPLY=( $(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _handoff_complete handoff
        """;

    private const string Zsh = """
        #compdef handoff
        # handoff completion for zsh
        _handoff_complete() {
            local -a suggestions
            suggestions=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- $suggestions
            _files
        }
        compdef _handoff_complete handoff
        """;

    private const string Fish = """
        # handoff completion for fish
        complete -c handoff -a '(handoff "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    /// <summary>Builds <c>handoff completion</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new HandoffCommand("completion", "Prints a script that completes commands and options in your shell")
        {
            Examples =
            [
                ("completion bash > ~/.local/share/bash-completion/completions/handoff", ""),
                ("completion zsh > ~/.zfunc/_handoff", "a folder in $fpath"),
                ("completion fish > ~/.config/fish/completions/handoff.fish", ""),
            ],
        };
        command.Add(shell);
        command.SetAction(parsed =>
            cli.Data.Raw(
                parsed.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    _ => Fish,
                }
            )
        );
        return command;
    }
}
