using System.Security.Cryptography;
using HandoffSaga.SmartContracts.Yaml;

namespace HandoffSaga.SmartContracts;

/// <summary>Parses a SmartContract from a file's bytes, or reports its problems with their lines.</summary>
internal static class SmartContractParser
{
    /// <summary>The largest file that is read: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Parses a file. Nothing is thrown for any input, and the bytes are not kept.</summary>
    public static ContractParse Parse(string fileName, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            return Rejected(fileName, new YamlProblem(0, "larger than 1 MiB"));

        var (text, unreadable) = YamlSource.Decode(bytes.Span);
        if (unreadable is not null)
            return Rejected(fileName, unreadable);

        var (top, problem) = YamlReader.Read(text);
        return top is null
            ? Rejected(fileName, problem ?? new YamlProblem(0, "not readable as YAML"))
            : new ContractReader(fileName).Read(top, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
    }

    private static ContractParse.Rejected Rejected(string fileName, YamlProblem problem) =>
        new([new ContractProblem(fileName, problem.Line, problem.Message)]);
}
