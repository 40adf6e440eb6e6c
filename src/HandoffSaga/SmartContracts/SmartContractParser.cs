using System.Security.Cryptography;
using HandoffSaga.SmartContracts.Yaml;

namespace HandoffSaga.SmartContracts;

/// <summary>Makes a SmartContract of a file's bytes, or says with the line why it is none.</summary>
internal static class SmartContractParser
{
    /// <summary>The largest file that is read: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Every input has an answer; nothing is thrown. The bytes are not kept.</summary>
    public static ContractParse Parse(string fileName, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            return Rejected(fileName, new YamlProblem(0, "larger than 1 MiB"));

        var (text, unreadable) = YamlSource.Decode(bytes.Span);
        if (unreadable is not null)
            return Rejected(fileName, unreadable);

        var (top, problem) = YamlReader.Read(text);
        return top is null
            ? Rejected(fileName, problem ?? new YamlProblem(0, "not YAML that can be read"))
            : new ContractReader(fileName).Read(top, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
    }

    private static ContractParse.Rejected Rejected(string fileName, YamlProblem problem) =>
        new([new ContractProblem(fileName, problem.Line, problem.Message)]);
}
