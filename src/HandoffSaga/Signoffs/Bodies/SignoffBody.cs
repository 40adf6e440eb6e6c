using System.Diagnostics;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs.Bodies;

/// <summary>
/// Reads a signoff in whichever of its bodies it came (docs/wire.md section 1): plain JSON, a CloudEvents 1.0 structured event, a
/// MassTransit envelope. The content type decides where it names one of the envelopes, else the shape does. Only what is inside counts: it
/// is what Guardian signed. Any bytes give a value; nothing is thrown.
/// </summary>
internal static class SignoffBody
{
    /// <param name="body">What was received, whole.</param>
    /// <param name="contentType">What it claims to be; null when nothing was claimed.</param>
    /// <param name="limits">The size is that of the whole body, the depth that of the signoff inside.</param>
    public static SignoffParse Parse(ReadOnlyMemory<byte> body, string? contentType, IntakeOptions limits)
    {
        if (BodyKinds.Claimed(contentType) is { } claimed)
            return Open(body, claimed, limits);

        // A signoff that is good as it stands needs no second look.
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

    // Read as strictly as what is inside, and the envelope is one level of its own.
    private static CanonicalResult Envelope(ReadOnlyMemory<byte> body, IntakeOptions limits) =>
        CanonicalObject.Parse(body.Span, new CanonicalLimits(limits.MaxBytes, limits.MaxDepth + 1));

    private static SignoffParse Inside(SignoffParse parse, string member) =>
        parse is SignoffParse.Rejected(var problem) ? new SignoffParse.Rejected(SignoffProblems.Inside(problem, member)) : parse;
}

/// <summary>What an envelope turned out to hold.</summary>
internal abstract record Opened
{
    private Opened() { }

    /// <param name="Signoff">The JSON value that stands where the signoff must be.</param>
    /// <param name="Member">The envelope's member it is the value of.</param>
    public sealed record Inside(ReadOnlyMemory<byte> Signoff, string Member) : Opened;

    /// <param name="Reason">One sentence, free of what was received.</param>
    public sealed record Rejected(string Reason) : Opened;
}
