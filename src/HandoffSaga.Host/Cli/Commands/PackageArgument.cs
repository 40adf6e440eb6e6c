using System.CommandLine;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>The package a command is about.</summary>
internal static class PackageArgument
{
    public static Argument<string> Create(string description = "The package id, as in the signoff")
    {
        var argument = new Argument<string>("PACKAGE") { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ContractNames.IsId(token.Value))
                result.AddError($"'{token.Value}' is not a package id: a letter or digit, then up to 127 letters, digits, dots, _ or -.");
        });
        return argument;
    }
}
