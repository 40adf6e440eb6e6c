namespace HandoffSaga.Legs;

/// <summary>The last entry of an audit trail: its number and its hash, which the next entry refers to.</summary>
/// <param name="Sequence">0 before the first entry.</param>
/// <param name="Hash">Lower-case hex leaf hash of the entry, null before the first.</param>
internal sealed record TrailHead(long Sequence, string? Hash)
{
    public static readonly TrailHead Empty = new(0, null);
}
