using System.Net;
using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>A log's side of the witness protocol: one witness, asked for its cosignature.</summary>
/// <param name="http">The client; its time-out is the caller's business.</param>
/// <param name="prefix">The witness's submission prefix.</param>
/// <param name="witness">The witness's key.</param>
public sealed class WitnessClient(HttpClient http, Uri prefix, NoteVerifierKey witness)
{
    private const int LongestAnswer = 64 * 1024;

    private readonly Uri address = new(prefix.ToString().TrimEnd('/') + "/add-checkpoint");
    private long knownSize;

    /// <summary>Asks for a cosignature; when the witness knows another size, asks once more from there.</summary>
    /// <param name="checkpoint">What to cosign.</param>
    /// <param name="tiles">The log's tiles, of at least that size.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">The witness cannot be reached.</exception>
    /// <exception cref="MissingTileException">A tile the proof needs is not there.</exception>
    public async Task<WitnessOutcome> Ask(SignedCheckpoint checkpoint, ITileSource tiles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var outcome = await AskFrom(Math.Min(knownSize, checkpoint.Checkpoint.Size), checkpoint, tiles, cancellationToken);
        if (outcome is { Answer: WitnessAnswer.OtherSize, KnownSize: { } size } && size <= checkpoint.Checkpoint.Size)
            outcome = await AskFrom(size, checkpoint, tiles, cancellationToken);
        knownSize = outcome.KnownSize ?? knownSize;
        return outcome;
    }

    private async Task<WitnessOutcome> AskFrom(long oldSize, SignedCheckpoint checkpoint, ITileSource tiles, CancellationToken cancellationToken)
    {
        var proof = oldSize == 0 ? [] : await new TreeTiles(tiles, checkpoint.Checkpoint.Size).ProveConsistency(oldSize, cancellationToken);
        var request = new AddCheckpoint(oldSize, proof, checkpoint.Note);
        using var content = new ByteArrayContent(request.ToBytes());
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => Cosigned(checkpoint, body),
            HttpStatusCode.Conflict when DecimalText.TryRead(Encoding.Latin1.GetString(body).TrimEnd('\n'), out var size) =>
                new(WitnessAnswer.OtherSize, null, size, $"The witness {witness.Name} knows {size} entries."),
            _ => new((WitnessAnswer)(int)answer.StatusCode, null, null, $"The witness {witness.Name} answered {(int)answer.StatusCode}."),
        };
    }

    // The answer is read as signatures under our own text: whatever else it says does not count.
    private WitnessOutcome Cosigned(SignedCheckpoint checkpoint, byte[] lines)
    {
        byte[] note = [.. Encoding.UTF8.GetBytes(checkpoint.Note.Text), (byte)'\n', .. lines];
        if (!SignedNote.TryParse(note, out var read, out var problem) || !read.Verify([witness], out var verified, out problem))
            return new(WitnessAnswer.NotSigned, null, null, $"The answer of the witness {witness.Name} is no cosignature: {problem}");
        return new(WitnessAnswer.Cosigned, checkpoint.With(verified), checkpoint.Checkpoint.Size, null);
    }
}

/// <summary>What came of asking a witness.</summary>
/// <param name="Answer">Its answer; other HTTP statuses are passed on as numbers.</param>
/// <param name="Checkpoint">The checkpoint with its cosignature, once it has one.</param>
/// <param name="KnownSize">The size the witness is known to have cosigned last.</param>
/// <param name="Problem">Why there is no cosignature, in a sentence for people.</param>
public sealed record WitnessOutcome(WitnessAnswer Answer, SignedCheckpoint? Checkpoint, long? KnownSize, string? Problem);
