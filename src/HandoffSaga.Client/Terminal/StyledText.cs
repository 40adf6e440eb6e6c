using Spectre.Console;

namespace HandoffSaga.Client.Terminal;

/// <summary>How a piece of text looks where there is colour.</summary>
internal enum Tone
{
    Plain,
    Good,
    Warning,
    Bad,
    Dim,
    Strong,
}

/// <summary>A piece of a line. Its meaning never depends on its colour.</summary>
internal readonly record struct StyledText(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator StyledText(string? text) => new(text ?? "");

    public static StyledText Dim(string? text) => new(text ?? "", Tone.Dim);

    public static StyledText Strong(string? text) => new(text ?? "", Tone.Strong);

    public static StyledText Good(string? text) => new(text ?? "", Tone.Good);

    public static StyledText Warning(string? text) => new(text ?? "", Tone.Warning);

    public static StyledText Bad(string? text) => new(text ?? "", Tone.Bad);

    /// <summary>A status, outcome or disposition in its colour.</summary>
    public static StyledText Status(string? status) => new(status ?? "", StatusTone.Of(status));

    public Style Style =>
        Tone switch
        {
            Tone.Good => new Style(Color.Green),
            Tone.Warning => new Style(Color.Yellow),
            Tone.Bad => new Style(Color.Red),
            Tone.Dim => new Style(decoration: Decoration.Dim),
            Tone.Strong => new Style(decoration: Decoration.Bold),
            _ => Style.Plain,
        };
}
