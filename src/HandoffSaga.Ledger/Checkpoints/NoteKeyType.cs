namespace HandoffSaga.Ledger;

/// <summary>The signature types of C2SP signed-note that are used here.</summary>
public enum NoteKeyType
{
    /// <summary>No key.</summary>
    None = 0x00,

    /// <summary>Ed25519 over the note's text: what a log signs with.</summary>
    Ed25519 = 0x01,

    /// <summary>
    /// Ed25519 over the note's text and a time, <c>cosignature/v1</c> of C2SP tlog-cosignature: what a witness signs with.
    /// </summary>
    Cosignature = 0x04,
}
