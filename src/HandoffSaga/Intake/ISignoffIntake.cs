namespace HandoffSaga.Intake;

/// <summary>Accepts signoffs from every entrance.</summary>
internal interface ISignoffIntake
{
    /// <summary>
    /// Judges a signoff and, if it is accepted, returns after its transfer is on disk. Rejections and conflicts are also recorded before
    /// this returns. For any bytes the answer is a value, never an exception.
    /// </summary>
    /// <param name="body">The signoff as it was received.</param>
    /// <param name="source">The entrance, for the record of a rejection: <c>http</c>, <c>file</c>, <c>queue</c>.</param>
    /// <param name="contentType">The sender's content type; null when there is none, and then the shape of the body decides.</param>
    /// <param name="cancellationToken">Ends the wait; the signoff may still be on disk, and sending it again is then a duplicate.</param>
    Task<IntakeResult> Accept(ReadOnlyMemory<byte> body, string source, string? contentType, CancellationToken cancellationToken);

    /// <summary>Records a signoff that is larger than an entrance reads; returns when that is on disk.</summary>
    /// <param name="beginning">The bytes that were read, possibly none.</param>
    /// <param name="source">The entrance.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IntakeResult> RejectTooLarge(ReadOnlyMemory<byte> beginning, string source, CancellationToken cancellationToken);
}
