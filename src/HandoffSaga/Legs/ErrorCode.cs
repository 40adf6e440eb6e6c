namespace HandoffSaga.Legs;

/// <summary>An error for programs: <c>class:code[:detail]</c>. The error's text beside it is for people and may change.</summary>
/// <param name="Class">Where it failed, such as <c>transport</c>.</param>
/// <param name="Code">What failed there.</param>
/// <param name="Meaning">A sentence for readers of the wire contract.</param>
internal sealed record ErrorCode(string Class, string Code, string Meaning)
{
    /// <summary>Which one of several, from a closed list; most codes have none.</summary>
    public string? Detail { get; init; }

    public override string ToString() => Detail is null ? $"{Class}:{Code}" : $"{Class}:{Code}:{Detail}";
}
