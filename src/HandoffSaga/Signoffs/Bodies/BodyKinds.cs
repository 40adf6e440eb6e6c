using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs.Bodies;

/// <summary>The supported envelopes of a signoff.</summary>
internal enum EnvelopeKind
{
    CloudEvent,
    MassTransit,
}

/// <summary>Detects the envelope of a signoff's body.</summary>
internal static class BodyKinds
{
    /// <summary>The envelope that a content type names; null when it names none, such as <c>application/json</c>.</summary>
    public static EnvelopeKind? Claimed(string? contentType)
    {
        var mediaType = contentType.AsSpan();
        if (mediaType.IndexOf(';') is >= 0 and var parameters)
            mediaType = mediaType[..parameters];

        mediaType = mediaType.Trim();
        if (mediaType.Equals(CloudEventBody.MediaType, StringComparison.OrdinalIgnoreCase))
            return EnvelopeKind.CloudEvent;
        return mediaType.Equals(MassTransitBody.MediaType, StringComparison.OrdinalIgnoreCase) ? EnvelopeKind.MassTransit : null;
    }

    /// <summary>
    /// The envelope a body looks like; null when it looks like none. A body with a package id is a plain signoff, with any other members.
    /// </summary>
    public static EnvelopeKind? ByShape(CanonicalObject? body)
    {
        if (body is null || Has(body, "package_id"))
            return null;
        if (Has(body, "specversion"))
            return EnvelopeKind.CloudEvent;
        return Has(body, "message") && Has(body, "messageType") ? EnvelopeKind.MassTransit : null;
    }

    private static bool Has(CanonicalObject body, string name) => body.TryGet(name, out _);
}
