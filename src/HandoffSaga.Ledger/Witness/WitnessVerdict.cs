namespace HandoffSaga.Ledger;

/// <summary>A witness's answers, with the HTTP statuses of C2SP tlog-witness.</summary>
public enum WitnessAnswer
{
    /// <summary>200: cosigned.</summary>
    Cosigned = 200,

    /// <summary>400: not a request, or from a larger size to a smaller one.</summary>
    Malformed = 400,

    /// <summary>403: the log's key has not signed the checkpoint.</summary>
    NotSigned = 403,

    /// <summary>404: a log this witness does not know.</summary>
    UnknownLog = 404,

    /// <summary>409: the witness cosigned another size last; its answer contains that size.</summary>
    OtherSize = 409,

    /// <summary>422: the checkpoint does not continue the one cosigned last. It may be a fork: the log's owner must investigate.</summary>
    Inconsistent = 422,
}

/// <summary>A witness's decision about one request.</summary>
/// <param name="Answer">What to answer.</param>
/// <param name="Checkpoint">The checkpoint to remember, and then cosign; null unless it is <see cref="WitnessAnswer.Cosigned"/>.</param>
/// <param name="KnownSize">The size it cosigned last.</param>
/// <param name="Problem">Why not, in a sentence for people.</param>
public sealed record WitnessVerdict(WitnessAnswer Answer, SignedCheckpoint? Checkpoint, long KnownSize, string? Problem)
{
    /// <summary>
    /// Decides without storing anything. The caller stores <see cref="Checkpoint"/>, atomically with comparing the last one, and only then
    /// cosigns.
    /// </summary>
    /// <param name="body">The request's body.</param>
    /// <param name="logs">The keys of the logs this witness knows.</param>
    /// <param name="last">The checkpoint it cosigned last for an origin, or null.</param>
    public static WitnessVerdict On(ReadOnlySpan<byte> body, IReadOnlyCollection<NoteVerifierKey> logs, Func<string, Checkpoint?> last)
    {
        ArgumentNullException.ThrowIfNull(last);
        if (
            !AddCheckpoint.TryParse(body, out var request, out var problem)
            || !Ledger.Checkpoint.TryRead(request.Note.Text, out var claimed, out problem)
        )
        {
            return new(WitnessAnswer.Malformed, null, 0, problem);
        }

        NoteVerifierKey[] trusted = [.. logs.Where(key => key.Name == claimed.Origin).DistinctBy(key => key.Id)];
        if (trusted.Length == 0)
            return new(WitnessAnswer.UnknownLog, null, 0, "This witness does not know that log.");
        if (!request.Note.Verify(trusted, out _, out problem))
            return new(WitnessAnswer.NotSigned, null, 0, problem);
        if (request.OldSize > claimed.Size)
            return new(WitnessAnswer.Malformed, null, 0, "A log does not become smaller.");

        var known = last(claimed.Origin);
        if (request.OldSize != (known?.Size ?? 0))
        {
            return new(
                WitnessAnswer.OtherSize,
                null,
                known?.Size ?? 0,
                $"The last checkpoint cosigned here has {known?.Size ?? 0} entries."
            );
        }

        problem = Inconsistency(request, claimed, known);
        return problem is null
            ? new(WitnessAnswer.Cosigned, new SignedCheckpoint(claimed, request.Note, []), claimed.Size, null)
            : new(WitnessAnswer.Inconsistent, null, known?.Size ?? 0, problem);
    }

    private static string? Inconsistency(AddCheckpoint request, Checkpoint claimed, Checkpoint? known)
    {
        if (claimed.EmptyRootProblem() is { } impossible)
            return impossible;
        if (known is null || known.Size == 0)
            return request.Proof.Count == 0 ? null : "Nothing needs to be proved from an empty log.";
        ConsistencyProof.Verify(known.Size, claimed.Size, known.Root.Span, claimed.Root.Span, request.Proof, out var problem);
        return problem;
    }
}
