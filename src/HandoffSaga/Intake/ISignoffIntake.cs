namespace HandoffSaga.Intake;

/// <summary>The one door for signoffs, whichever way they come.</summary>
internal interface ISignoffIntake
{
    /// <summary>
    /// Judges a signoff and, when it is to be taken, returns after its transfer is on disk. What is refused or conflicts is recorded too
    /// before this returns. Whatever the bytes are, the answer is a value.
    /// </summary>
    /// <param name="body">The signoff as it was received.</param>
    /// <param name="source">The entrance, for the record of what is refused: <c>http</c>, <c>file</c>, <c>queue</c>.</param>
    /// <param name="contentType">What the sender says the body is; null when nothing was said, and then its shape decides.</param>
    /// <param name="cancellationToken">Ends the wait; the signoff may be on disk nevertheless, and coming again is then a
    /// duplicate.</param>
    Task<IntakeResult> Accept(ReadOnlyMemory<byte> body, string source, string? contentType, CancellationToken cancellationToken);

    /// <summary>Records that more was sent than an entrance reads; returns when that is on disk.</summary>
    /// <param name="beginning">What was read of it, which may be nothing.</param>
    /// <param name="source">The entrance.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IntakeResult> RejectTooLarge(ReadOnlyMemory<byte> beginning, string source, CancellationToken cancellationToken);
}
