namespace HandoffSaga.Ledger;

/// <summary>The last checkpoint a witness cosigned for each log. Once it is lost, the witness can be made to vouch for a fork.</summary>
public interface IWitnessMemory
{
    /// <summary>The last one of an origin, or null.</summary>
    Checkpoint? Last(string origin);

    /// <summary>The last one as it was cosigned, or null.</summary>
    byte[]? LastNote(string origin);

    /// <summary>Remembers one, durably, before anyone hears of it.</summary>
    void Remember(SignedCheckpoint cosigned);
}
