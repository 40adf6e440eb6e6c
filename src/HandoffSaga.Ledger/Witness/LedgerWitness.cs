using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>A witness: decides on, stores and cosigns checkpoints, one request at a time.</summary>
/// <param name="key">Its own key, a cosigning one, used nowhere else.</param>
/// <param name="logs">The keys of the logs it knows.</param>
/// <param name="memory">What it cosigned last.</param>
/// <param name="clock">The time it cosigns with.</param>
public sealed class LedgerWitness(NoteSigningKey key, IReadOnlyCollection<NoteVerifierKey> logs, WitnessFolder memory, TimeProvider clock)
{
    private readonly Lock _oneAtATime = new();

    /// <summary>Answers one <c>add-checkpoint</c>.</summary>
    /// <param name="body">The request's body.</param>
    /// <returns>The answer; its body is the signature line of the cosignature, the size known here on a conflict, or the reason for
    /// rejecting it.</returns>
    public WitnessReply Add(ReadOnlySpan<byte> body)
    {
        lock (_oneAtATime)
        {
            var verdict = WitnessVerdict.On(body, logs, memory.Last);
            if (verdict.Checkpoint is not { } checkpoint)
            {
                return verdict.Answer == WitnessAnswer.OtherSize
                    ? new WitnessReply(verdict.Answer, AddCheckpoint.SizeContentType, $"{verdict.KnownSize}\n")
                    : new WitnessReply(verdict.Answer, "text/plain; charset=utf-8", verdict.Problem + "\n");
            }

            var cosignature = key.Cosign(checkpoint.Note.Text, clock.GetUtcNow());
            memory.Remember(checkpoint.With([cosignature]));
            return new WitnessReply(verdict.Answer, "text/plain; charset=utf-8", cosignature + "\n");
        }
    }

    /// <summary>The last cosigned checkpoint of the log whose origin has this SHA-256 in lower-case hex, or null.</summary>
    public byte[]? Last(string originHash) =>
        logs.Select(log => log.Name)
            .Where(origin =>
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(origin))) == originHash
            )
            .Select(memory.LastNote)
            .FirstOrDefault();
}

/// <summary>A witness's answer.</summary>
/// <param name="Answer">Its meaning; as a number, the HTTP status.</param>
/// <param name="ContentType">The media type of the body.</param>
/// <param name="Body">The text.</param>
public sealed record WitnessReply(WitnessAnswer Answer, string ContentType, string Body);
