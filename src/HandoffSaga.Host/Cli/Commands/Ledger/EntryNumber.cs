using System.Globalization;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>The first column of printed entries: the entry's number in the log, right-aligned for logs of up to a hundred million.</summary>
internal static class EntryNumber
{
    private const int Width = 8;

    /// <summary>The number, padded to the width of the column.</summary>
    public static string Column(long index) => index.ToString(CultureInfo.InvariantCulture).PadLeft(Width);
}
