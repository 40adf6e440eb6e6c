using System.Globalization;
using System.Security;
using System.Text;
using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Results;

/// <summary>
/// The results as one SVG: a bar for each variant's rate and one for its CPU, the durable ones and the others told apart by colour and by
/// word.
/// </summary>
internal static class Picture
{
    private const int Width = 860;
    private const int RowHeight = 46;
    private const int Left = 250;
    private const int BarsWidth = 420;
    private const int Head = 78;

    public static async Task Write(
        string path,
        string title,
        IReadOnlyList<(string Variant, string Label, bool Durable)> rows,
        IReadOnlyList<Measurement> measured,
        DateTimeOffset at
    )
    {
        var shown = rows.Where(row => measured.Any(m => m.Variant == row.Variant)).ToArray();
        var figures = shown.Select(row => measured.Where(m => m.Variant == row.Variant).ToArray()).ToArray();
        var rates = figures.Select(of => Spread.Of(of.Select(m => m.HandoffsPerSecond))).ToArray();
        var cpu = figures.Select(of => Spread.Of(of.Select(m => m.Cpu.Total)).Median).ToArray();
        var (mostRate, mostCpu) = (rates.Max(r => r.Max), cpu.Max());
        var height = Head + (shown.Length * RowHeight) + 44;

        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\">\n"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<title>{Text(title)}</title>\n<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"16\" y=\"28\" font-size=\"16\" font-weight=\"600\" fill=\"#1f2933\">{Text(title)}</text>\n"
        );
        Legend(svg, 16, "#2563a8", "durable");
        Legend(svg, 106, "#9aa5b1", "not durable");
        Legend(svg, 226, "#d9822b", "CPU of program, broker and database for one handoff");
        for (var i = 0; i < shown.Length; i++)
        {
            var y = Head + (i * RowHeight);
            var rate = rates[i];
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 12}\" y=\"{y + 20}\" text-anchor=\"end\" fill=\"#1f2933\">{Text(shown[i].Label)}</text>\n"
            );
            Bar(
                svg,
                y + 4,
                rate.Median / mostRate,
                16,
                shown[i].Durable ? "#2563a8" : "#9aa5b1",
                $"{rate.Median:F0}/s ({rate.Min:F0}..{rate.Max:F0})"
            );
            Bar(svg, y + 23, cpu[i] / mostCpu, 10, "#d9822b", $"{cpu[i]:F2} ms");
        }

        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"16\" y=\"{height - 16}\" font-size=\"11\" fill=\"#52606d\">{Text($"{ResultFile.Machine}; {at:yyyy-MM-dd}; everything on one machine, medians of {figures[0].Length} interleaved rounds (min..max)")}</text>\n</svg>\n"
        );
        await File.WriteAllTextAsync(path, svg.ToString());
    }

    private static void Legend(StringBuilder svg, int x, string colour, string text) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{x}\" y=\"46\" width=\"11\" height=\"11\" fill=\"{colour}\"/><text x=\"{x + 17}\" y=\"56\" font-size=\"12\" fill=\"#52606d\">{Text(text)}</text>\n"
        );

    private static void Bar(StringBuilder svg, int y, double part, int thickness, string colour, string label)
    {
        var width = Math.Max(2, part * BarsWidth);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{Left}\" y=\"{y}\" width=\"{width:F1}\" height=\"{thickness}\" fill=\"{colour}\"/>"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{Left + width + 8:F1}\" y=\"{y + thickness - 2}\" font-size=\"12\" fill=\"#1f2933\">{Text(label)}</text>\n"
        );
    }

    private static string Text(string text) => SecurityElement.Escape(text);
}
