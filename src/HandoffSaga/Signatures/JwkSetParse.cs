namespace HandoffSaga.Signatures;

/// <summary>The result of reading a JWKS: the keys, or the first problem.</summary>
internal abstract record JwkSetParse
{
    private JwkSetParse() { }

    public sealed record Parsed(JwkSet Keys) : JwkSetParse;

    /// <param name="Reason">One line for the operator, free of control characters; it names keys, never their private parts.</param>
    public sealed record Rejected(string Reason) : JwkSetParse;
}
