using HandoffSaga.Ledger;
using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.LedgerLog.Witnessing;

/// <summary>A witness of the log (C2SP tlog-witness).</summary>
/// <param name="Url">Its submission prefix.</param>
/// <param name="Key">Its verifier key; no other signature counts as its own.</param>
internal sealed record WitnessOptions(Uri Url, NoteVerifierKey Key)
{
    /// <summary>The time-out of one request. Start-up waits this long for the witness, once; nothing else waits for it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The witness in the configuration (<c>Ledger:Witness</c>): both settings or none.</summary>
internal sealed record WitnessSettings
{
    public static readonly OptionSettings<WitnessSettings> Settings = new()
    {
        { witness => witness.Url, HttpUrl.OrNothing(), "address of the witness that cosigns checkpoints" },
        { witness => witness.VKey, WitnessKey.OrNothing(), "verifier key of the witness" },
    };

    public Uri? Url { get; init; }

    public NoteVerifierKey? VKey { get; init; }

    /// <summary>One of the two is missing.</summary>
    public bool IsHalf => (Url is null) != (VKey is null);

    /// <summary>The witness; null when none is configured.</summary>
    public WitnessOptions? Options => Url is { } url && VKey is { } key ? new(url, key) : null;

    private static ScalarKind<NoteVerifierKey> WitnessKey =>
        new(
            "a witness's verifier key, as \"handoff ledger witness\" prints it",
            (string text, out NoteVerifierKey value) => NoteVerifierKey.TryParse(text, out value!) && value.Type == NoteKeyType.Cosignature
        );
}
