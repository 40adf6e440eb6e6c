using System.Runtime.InteropServices;
using System.Text.Json;
using CloudNative.CloudEvents.SystemTextJson;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs.Bodies;

/// <summary>
/// A CloudEvents 1.0 event in structured JSON whose <c>data</c> is a signoff. Its attributes must be present and well-formed, as
/// CloudEvents requires; they authorize nothing.
/// </summary>
internal static class CloudEventBody
{
    public const string MediaType = "application/cloudevents+json";
    private const string Member = "data";

    private static readonly JsonEventFormatter Formatter = new(new JsonSerializerOptions(), new JsonDocumentOptions { MaxDepth = 1000 });

    public static Opened Open(CanonicalObject envelope)
    {
        object? data;
        try
        {
            data = Formatter.DecodeStructuredModeMessage(envelope.Utf8, contentType: null, extensionAttributes: null).Data;
        }
        catch (Exception)
        {
            // Any exception of this third-party reader means an invalid event. Its message quotes the event, and a log must not repeat text
            // from outside.
            return new Opened.Rejected(
                "It is not a CloudEvents 1.0 event: specversion must be 1.0, id, source and type are required, and every attribute must follow the CloudEvents specification."
            );
        }

        return data is JsonElement signoff
            ? new Opened.Inside(JsonMarshal.GetRawUtf8Value(signoff).ToArray(), Member)
            : new Opened.Rejected("The event's data is not JSON: send the signoff as a JSON object, not as a string or Base64.");
    }
}
