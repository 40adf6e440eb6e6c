namespace HandoffSaga.Client.Terminal;

/// <summary>
/// How the columns of a table are laid out in a given width: what does not fit beside the others goes on in further lines, and the last
/// column is broken between words. No column but the last is ever broken.
/// </summary>
/// <param name="Lines">The first and last column of each line, and how far it is indented.</param>
/// <param name="LastWidth">The room of the last column.</param>
internal sealed record TableFit(IReadOnlyList<(int From, int To, int Indent)> Lines, int LastWidth)
{
    private const int Gap = 2;
    private const int FurtherIndent = 4;

    /// <summary>Sentences in less room are hard to read.</summary>
    private const int LeastOfLast = 30;

    /// <param name="widths">The columns' widths.</param>
    /// <param name="room">The whole width.</param>
    public static TableFit Of(int[] widths, int room)
    {
        var lines = new List<(int, int, int)>();
        var (from, indent, used) = (0, 0, 0);
        for (var c = 0; c < widths.Length; c++)
        {
            var needs = c == widths.Length - 1 ? Math.Min(widths[c], LeastOfLast) : widths[c];
            if (c > from && indent + used + Gap + needs > room)
            {
                lines.Add((from, c - 1, indent));
                (from, indent, used) = (c, FurtherIndent, 0);
            }

            used += (c > from ? Gap : 0) + widths[c];
        }

        if (widths.Length == 0)
            return new([], room);
        lines.Add((from, widths.Length - 1, indent));
        return new(lines, Math.Max(1, room - indent - (used - widths[^1])));
    }

    /// <summary>Where column <paramref name="at"/> begins in the line that begins with <paramref name="from"/>.</summary>
    public static int Place(int[] widths, int from, int at)
    {
        var place = 0;
        for (var c = from; c < at; c++)
            place += widths[c] + Gap;
        return place;
    }
}
