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
            return Refused(fileName, new YamlProblem(0, "larger than 1 MiB"));

        var (text, unreadable) = YamlSource.Decode(bytes.Span);
        if (unreadable is not null)
            return Refused(fileName, unreadable);

        var (top, problem) = YamlReader.Read(text);
        return top is null
            ? Refused(fileName, problem ?? new YamlProblem(0, "not YAML that can be read"))
            : new ContractReader(fileName).Read(top, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
    }

    private static ContractParse.Refused Refused(string fileName, YamlProblem problem) =>
        new([new ContractProblem(fileName, problem.Line, problem.Message)]);
}
