using Spectre.Console;

namespace HandoffSaga.Host.Cli.Terminal;

/// <summary>How a piece of text looks where there is colour.</summary>
internal enum Tint
{
    Plain,
    Good,
    Warning,
    Bad,
    Dim,
    Strong,
}

/// <summary>A piece of a line. What it says never depends on its tint.</summary>
internal readonly record struct Ink(string Text, Tint Tint = Tint.Plain)
{
    public static implicit operator Ink(string? text) => new(text ?? "");

    public static Ink Dim(string? text) => new(text ?? "", Tint.Dim);

    public static Ink Strong(string? text) => new(text ?? "", Tint.Strong);

    public static Ink Good(string? text) => new(text ?? "", Tint.Good);

    public static Ink Warning(string? text) => new(text ?? "", Tint.Warning);

    public static Ink Bad(string? text) => new(text ?? "", Tint.Bad);

    /// <summary>A status, outcome or disposition in the colour it deserves.</summary>
    public static Ink Status(string? status) => status switch
    {
        "fully_complete" or "complete" or "vault_complete" or "next_node_complete" or "accepted" or "delivered" => Good(status),
        "retry_pending" or "held" or "transient" or "no_reply" or "duplicate" => Warning(status),
        "escalated" or "permanent" or "refused" or "rejected" or "conflict" or "failed" => Bad(status),
        "not_applicable" => Dim(status),
        _ => status,
    };

    public Style Style => Tint switch
    {
        Tint.Good => new Style(Color.Green),
        Tint.Warning => new Style(Color.Yellow),
        Tint.Bad => new Style(Color.Red),
        Tint.Dim => new Style(decoration: Decoration.Dim),
        Tint.Strong => new Style(decoration: Decoration.Bold),
        _ => Style.Plain,
    };
}
