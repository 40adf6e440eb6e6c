using System.CommandLine;
using HandoffSaga.Texts;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>The PACKAGE argument.</summary>
internal static class PackageArgument
{
    /// <summary>Builds the argument; it accepts only what has the shape of a package id.</summary>
    public static Argument<string> Create(string description = "The package id, as in the signoff")
    {
        var argument = new Argument<string>("PACKAGE") { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !NameShapes.Id.Fits(token.Value))
                result.AddError($"'{token.Value}' is not a package id: {NameShapes.Id.Rule}.");
        });
        return argument;
    }
}
