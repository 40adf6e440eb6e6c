namespace HandoffSaga.CanonicalJson;

/// <summary>The position of a member <c>"name":value</c> in canonical bytes.</summary>
/// <param name="Start">The position of the opening quote of its name.</param>
/// <param name="NameLength">Bytes of the name between its quotes.</param>
/// <param name="End">The position after its value.</param>
/// <param name="Source">The position of its name in the received bytes; 0 for members that were not received.</param>
internal readonly record struct CanonicalMember(int Start, int NameLength, int End, int Source)
{
    public int Length => End - Start;

    public Range Value => (Start + NameLength + 3)..End;

    public ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> canonical) => canonical.Slice(Start + 1, NameLength);

    public CanonicalMember MovedTo(int start) => this with { Start = start, End = start + Length };
}
