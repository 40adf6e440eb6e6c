using System.Text;

namespace HandoffSaga.SmartContracts;

/// <summary>The valid names of contract files. A routing trigger may name fewer of them.</summary>
internal static class ContractNames
{
    private const int LongestFileName = 255;

    /// <summary>
    /// A name that can only mean a contract right inside the folder: no separators, no drive or stream, no dot in front, no control
    /// characters, <c>.yaml</c> or <c>.yml</c> at its end, and no longer than a file system takes.
    /// </summary>
    public static bool IsFileName(string text) =>
        HasContractExtension(text)
        && text[0] != '.'
        && !text.AsSpan().ContainsAny('/', '\\', ':')
        && !text.Any(char.IsControl)
        && Encoding.UTF8.GetByteCount(text) <= LongestFileName;

    public static bool HasContractExtension(string fileName) =>
        fileName.EndsWith(".yaml", StringComparison.Ordinal) || fileName.EndsWith(".yml", StringComparison.Ordinal);
}
