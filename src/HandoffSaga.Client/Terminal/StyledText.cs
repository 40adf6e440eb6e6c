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

    public const int Green = 28;
    public const int Orange = 130;
    public const int Red = 160;
    public const int Grey = 243;

    public Style Style =>
        Tone switch
        {
            // Of the fixed 256, so that they can be read on dark and light, whatever a terminal makes of the first sixteen.
            Tone.Good => new Style(Color.FromInt32(Green)),
            Tone.Warning => new Style(Color.FromInt32(Orange)),
            Tone.Bad => new Style(Color.FromInt32(Red)),
            Tone.Dim => new Style(Color.FromInt32(Grey)),
            Tone.Strong => new Style(decoration: Decoration.Bold),
            _ => Style.Plain,
        };
}
