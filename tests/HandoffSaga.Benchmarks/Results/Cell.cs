using System.Globalization;

namespace HandoffSaga.Benchmarks.Results;

/// <summary>The cells of printed tables: as wide as their column, numbers to the right and with a fixed number of decimals.</summary>
internal static class Cell
{
    public static string Left(string text, int width) => text.PadRight(width);

    public static string Right(string text, int width) => text.PadLeft(width);

    public static string Right(double value, int width, int decimals = 0) =>
        value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).PadLeft(width);
}
