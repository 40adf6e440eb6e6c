using System.Net;
using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>The log's side of the witness protocol: requests cosignatures from one witness.</summary>
/// <param name="http">The client; the caller sets its time-out.</param>
/// <param name="prefix">The witness's submission prefix.</param>
/// <param name="witness">The witness's key.</param>
public sealed class WitnessClient(HttpClient http, Uri prefix, NoteVerifierKey witness)
{
    private const int LongestAnswer = 64 * 1024;
    private const int LongestShown = 200;

    private readonly Uri _address = new(prefix.ToString().TrimEnd('/') + "/add-checkpoint");
    private long _knownSize;

    /// <summary>Requests a cosignature; when the witness knows another size, retries once from there.</summary>
    /// <param name="checkpoint">What to cosign.</param>
    /// <param name="tiles">The log's tiles, of at least that size.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">The witness cannot be reached.</exception>
    /// <exception cref="MissingTileException">A tile the proof needs is missing.</exception>
    public async Task<WitnessOutcome> Ask(SignedCheckpoint checkpoint, ITileSource tiles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var outcome = await AskFrom(Math.Min(_knownSize, checkpoint.Checkpoint.Size), checkpoint, tiles, cancellationToken);
        if (outcome is { Answer: WitnessAnswer.OtherSize, KnownSize: { } size } && size <= checkpoint.Checkpoint.Size)
            outcome = await AskFrom(size, checkpoint, tiles, cancellationToken);
        if (outcome.Answer is WitnessAnswer.Cosigned or WitnessAnswer.OtherSize)
            _knownSize = outcome.KnownSize ?? _knownSize;
        return outcome;
    }

    private async Task<WitnessOutcome> AskFrom(
        long oldSize,
        SignedCheckpoint checkpoint,
        ITileSource tiles,
        CancellationToken cancellationToken
    )
    {
        var (size, root) = (checkpoint.Checkpoint.Size, checkpoint.Checkpoint.Root);
        byte[][] proof = [];
        if (oldSize > 0)
        {
            // An invalid proof would look like a fork to the witness.
            var tree = new TreeTiles(tiles, size);
            proof = await tree.ProveConsistency(oldSize, cancellationToken);
            if (!ConsistencyProof.Verify(oldSize, size, await tree.RootAt(oldSize, cancellationToken), root.Span, proof, out var flaw))
            {
                return new(
                    WitnessAnswer.Malformed,
                    null,
                    null,
                    $"The witness {witness.Name} was not asked: this log's own tiles do not prove that {size} entries continue {oldSize}: {flaw}"
                );
            }
        }

        var request = new AddCheckpoint(oldSize, proof, checkpoint.Note);
        using var content = new ByteArrayContent(request.ToBytes());
        using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => Cosigned(checkpoint, body),
            HttpStatusCode.Conflict
                when answer.Content.Headers.ContentType?.MediaType == AddCheckpoint.SizeContentType && KnownIn(body) is { } known => new(
                WitnessAnswer.OtherSize,
                null,
                known,
                $"The witness {witness.Name} knows {known} entries."
            ),
            HttpStatusCode.UnprocessableEntity when oldSize > 0 => new(
                WitnessAnswer.Inconsistent,
                null,
                oldSize,
                Rejection(WitnessAnswer.Inconsistent, checkpoint.Checkpoint, body)
            ),
            var status => new((WitnessAnswer)(int)status, null, null, Rejection((WitnessAnswer)(int)status, checkpoint.Checkpoint, body)),
        };
    }

    private static long? KnownIn(byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        return text.EndsWith('\n') && DecimalText.TryRead(text.AsSpan(0, text.Length - 1), out var size) ? size : null;
    }

    // The meaning and the remedy, then the witness's own text, which is untrusted.
    private string Rejection(WitnessAnswer answer, Checkpoint checkpoint, byte[] body)
    {
        var meaning = answer switch
        {
            WitnessAnswer.Malformed => "says that the request is malformed (400)",
            WitnessAnswer.NotSigned =>
                $"knows another key for {checkpoint.Origin} (403): give its operator what \"handoff ledger checkpoint --vkey\" prints",
            WitnessAnswer.UnknownLog =>
                $"does not know {checkpoint.Origin} (404): give its operator what \"handoff ledger checkpoint --vkey\" prints",
            WitnessAnswer.OtherSize => "knows another size and does not say which (409)",
            WitnessAnswer.Inconsistent => $"does not find {checkpoint.Size} entries consistent (422)",
            _ => $"answered {(int)answer}",
        };
        var line = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, LongestShown))).Split('\n')[0].Trim();
        var said = string.Concat(line.Select(c => c is >= ' ' and <= '~' ? c : '?'));
        return $"The witness {witness.Name} {meaning}{(said.Length == 0 ? "." : $". It says: {said}")}";
    }

    // The answer is read as signatures under our own text; anything else in it is ignored.
    private WitnessOutcome Cosigned(SignedCheckpoint checkpoint, byte[] lines)
    {
        byte[] note = [.. Encoding.UTF8.GetBytes(checkpoint.Note.Text), (byte)'\n', .. lines];
        if (!SignedNote.TryParse(note, out var read, out var problem) || !read.Verify([witness], out var verified, out problem))
            return new(WitnessAnswer.NotSigned, null, null, $"The answer of the witness {witness.Name} is not a cosignature: {problem}");
        return new(WitnessAnswer.Cosigned, checkpoint.With(verified), checkpoint.Checkpoint.Size, null);
    }
}

/// <summary>The result of a request to a witness.</summary>
/// <param name="Answer">Its answer; other HTTP statuses are passed on as numbers.</param>
/// <param name="Checkpoint">The checkpoint with its cosignature, once it has one.</param>
/// <param name="KnownSize">The size the witness is known to have cosigned last; with <see cref="WitnessAnswer.Inconsistent"/> only when it
/// was more than 0.</param>
/// <param name="Problem">Why there is no cosignature, in a sentence for people.</param>
public sealed record WitnessOutcome(WitnessAnswer Answer, SignedCheckpoint? Checkpoint, long? KnownSize, string? Problem);
