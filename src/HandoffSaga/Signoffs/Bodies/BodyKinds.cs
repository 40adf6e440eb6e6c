using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs.Bodies;

/// <summary>The envelopes a signoff may come in.</summary>
internal enum EnvelopeKind
{
    CloudEvent,
    MassTransit,
}

/// <summary>Tells the bodies of signoffs apart.</summary>
internal static class BodyKinds
{
    /// <summary>The envelope a content type names; null when it names none, as <c>application/json</c> does.</summary>
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
    /// The envelope a body looks like; null when it looks like none. What has a package id itself is a signoff, whatever else stands in it.
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
