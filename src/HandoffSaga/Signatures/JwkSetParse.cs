namespace HandoffSaga.Signatures;

/// <summary>The result of reading a JWKS: the keys, or the first problem.</summary>
internal abstract record JwkSetParse
{
    private JwkSetParse() { }

    /// <param name="PassedOver">The keys that cannot be used and why, a line each as in <see cref="Rejected"/>.</param>
    public sealed record Parsed(JwkSet Keys, IReadOnlyList<string> PassedOver) : JwkSetParse;

    /// <param name="Reason">One line for the operator, free of control characters; it names keys, never their private parts.</param>
    public sealed record Rejected(string Reason) : JwkSetParse;
}
