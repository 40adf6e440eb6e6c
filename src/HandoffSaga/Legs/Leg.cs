using System.Text.Json.Serialization;

namespace HandoffSaga.Legs;

/// <summary>One half of a transfer. Decisions about one leg never read the other.</summary>
internal sealed class Leg
{
    public Destination Destination { get; set; }

    /// <summary>A new status reopens a closed leg.</summary>
    [JsonIgnore]
    public LegStatus Status
    {
        get => Closing is null ? StatusUnlessClosed : LegStatus.Closed;
        set => (StatusUnlessClosed, Closing) = (value, null);
    }

    /// <summary>
    /// The status a version reads that knows no closed legs: there a closed leg needs an operator, and nothing sends it by itself.
    /// </summary>
    [JsonPropertyName("status")]
    public LegStatus StatusUnlessClosed { get; set; }

    /// <summary>Who closed the leg, and why; null unless it is closed.</summary>
    public LegClosing? Closing { get; set; }

    /// <summary>One of <see cref="HeldReasons"/> while held.</summary>
    public string? HeldReason { get; set; }

    /// <summary>Held until the next SmartContract is there and can be read; every other reason for holding needs an operator.</summary>
    public bool IsHeldForContract => Status == LegStatus.Held && HeldReason is HeldReasons.ContractMissing or HeldReasons.ContractInvalid;

    /// <summary>The station, for the next-node leg once the route is known.</summary>
    public string? TargetNode { get; set; }

    /// <summary>
    /// The protocol the package was built for (<c>http</c>, <c>amqp</c>); a later change of configuration does not change it.
    /// </summary>
    public string? Connector { get; set; }

    /// <summary>How many attempts were requested, ever; also the number of the newest.</summary>
    public int Attempts { get; set; }

    /// <summary>How many of them count against the budget since the first or since an operator's last redelivery.</summary>
    public int AttemptsInBudget { get; set; }

    public AttemptCause Cause { get; set; }
    public DateTimeOffset? NextAttemptAt { get; set; }
    public string? LastError { get; set; }

    /// <summary>
    /// The code of <see cref="LastError"/>, for programs: an <see cref="ErrorCode"/>. Null also where the text was stored before there were
    /// codes.
    /// </summary>
    public string? LastErrorCode { get; set; }

    public string? PayloadSha256 { get; set; }

    /// <summary>The size of the ledger checkpoint in the package, if it carries one.</summary>
    public long? LedgerSize { get; set; }

    public Evidence? Evidence { get; set; }
    public string? ReceiptId { get; set; }
    public string? ReceivedBy { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>The attempt whose confirmation completed the leg.</summary>
    public int? ConfirmedAttempt { get; set; }

    /// <summary>Names the outstanding command in the outbox, so that its answer can delete it.</summary>
    public Guid? CommandToken { get; set; }

    /// <summary>
    /// Attempts that had not ended when another one replaced them or a confirmation made them needless; null for none. Every other one
    /// before the newest has ended, so that what comes for it is late.
    /// </summary>
    public IReadOnlyList<int>? Unanswered { get; set; }

    /// <summary>Whether the attempt's end is still to be recorded.</summary>
    public bool IsOpen(int attempt) => (attempt == Attempts && CommandToken is not null) || Unanswered?.Contains(attempt) == true;

    public TrailHead Trail { get; set; } = TrailHead.Empty;

    /// <summary>Closes the leg. An outstanding command stays, so that its attempt ends as it ends.</summary>
    public void Close(LegClosing closing)
    {
        // Without a package there is nothing to send: redelivery reads the route, as for a held leg.
        StatusUnlessClosed = PayloadSha256 is null ? LegStatus.Held : LegStatus.Escalated;
        Closing = closing;
        HeldReason = null;
        NextAttemptAt = null;
    }

    /// <summary>Takes a closed leg up again, to be redelivered.</summary>
    public void Reopen() => Status = StatusUnlessClosed;
}
