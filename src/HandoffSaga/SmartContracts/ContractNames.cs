using System.Text;
using System.Text.RegularExpressions;

namespace HandoffSaga.SmartContracts;

/// <summary>What ids and file names may look like (WIRE section 1).</summary>
internal static partial class ContractNames
{
    private const int LongestFileName = 255;

    public static bool IsId(string text) => Id().IsMatch(text);

    public static bool IsStation(string text) => Station().IsMatch(text);

    /// <summary>
    /// A name that can only mean a contract right inside the folder: no separators, no drive or stream, no dot in front, no control characters, <c>.yaml</c>
    /// or <c>.yml</c> at its end, and no longer than a file system takes.
    /// </summary>
    public static bool IsFileName(string text) =>
        HasContractExtension(text)
        && text[0] != '.'
        && !text.AsSpan().ContainsAny('/', '\\', ':')
        && !text.Any(char.IsControl)
        && Encoding.UTF8.GetByteCount(text) <= LongestFileName;

    public static bool HasContractExtension(string fileName) =>
        fileName.EndsWith(".yaml", StringComparison.Ordinal) || fileName.EndsWith(".yml", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Station();
}
