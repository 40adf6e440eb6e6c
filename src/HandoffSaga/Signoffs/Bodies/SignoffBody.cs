using System.Diagnostics;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs.Bodies;

/// <summary>
/// Reads a signoff from any of its bodies (docs/wire.md section 1): plain JSON, a CloudEvents 1.0 structured event, a MassTransit envelope.
/// A content type that names an envelope decides, otherwise the shape of the body does. Only the content counts, because Guardian signed
/// only that. Any bytes give a value; nothing is thrown.
/// </summary>
internal static class SignoffBody
{
    /// <param name="body">All received bytes.</param>
    /// <param name="contentType">The claimed content type; null for none.</param>
    /// <param name="limits">The size is that of the whole body, the depth that of the signoff inside.</param>
    public static SignoffParse Parse(ReadOnlyMemory<byte> body, string? contentType, IntakeOptions limits)
    {
        if (BodyKinds.Claimed(contentType) is { } claimed)
            return Open(body, claimed, limits);

        // A valid plain signoff needs no second parse.
        var plain = SignoffParser.Parse(body, limits);
        return plain is SignoffParse.Rejected && BodyKinds.ByShape(Envelope(body, limits).Object) is { } kind
            ? Open(body, kind, limits)
            : plain;
    }

    private static SignoffParse Open(ReadOnlyMemory<byte> body, EnvelopeKind kind, IntakeOptions limits)
    {
        var envelope = Envelope(body, limits);
        if (!envelope.IsCanonical)
            return new SignoffParse.Rejected(SignoffProblems.Unreadable(envelope.Problem));

        return (kind == EnvelopeKind.CloudEvent ? CloudEventBody.Open(envelope.Object) : MassTransitBody.Open(envelope.Object)) switch
        {
            Opened.Inside(var signoff, var member) => Inside(SignoffParser.Parse(signoff, limits), member),
            Opened.Rejected(var reason) => new SignoffParse.Rejected(SignoffProblems.NoEnvelope(reason)),
            var other => throw new UnreachableException($"Unexpected case: {other}"),
        };
    }

    // Read as strictly as the content; the envelope adds one level.
    private static CanonicalResult Envelope(ReadOnlyMemory<byte> body, IntakeOptions limits) =>
        CanonicalObject.Parse(body.Span, new CanonicalLimits(limits.MaxBytes, limits.MaxDepth + 1));

    private static SignoffParse Inside(SignoffParse parse, string member) =>
        parse is SignoffParse.Rejected(var problem) ? new SignoffParse.Rejected(SignoffProblems.Inside(problem, member)) : parse;
}

/// <summary>The result of opening an envelope.</summary>
internal abstract record Opened
{
    private Opened() { }

    /// <param name="Signoff">The JSON value in the place of the signoff.</param>
    /// <param name="Member">The envelope's member with this value.</param>
    public sealed record Inside(ReadOnlyMemory<byte> Signoff, string Member) : Opened;

    /// <param name="Reason">One sentence that quotes nothing received.</param>
    public sealed record Rejected(string Reason) : Opened;
}
