using System.CommandLine;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>The --leg option.</summary>
internal static class LegOption
{
    /// <summary>Builds the option; it accepts only the names of the legs.</summary>
    public static Option<string?> Create(string description, bool required = false)
    {
        var option = new Option<string?>("--leg")
        {
            Description = description,
            Required = required,
            HelpName = string.Join('|', DestinationNames.Vocabulary.Names),
        };
        option.AcceptOnlyFromAmong([.. DestinationNames.Vocabulary.Names]);
        return option;
    }
}
