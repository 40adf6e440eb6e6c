using System.Runtime.InteropServices;
using System.Text.Json;
using CloudNative.CloudEvents.SystemTextJson;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs.Bodies;

/// <summary>
/// A CloudEvents 1.0 event in structured JSON whose <c>data</c> is a signoff. Its attributes must be there and well-formed, as the
/// specification of CloudEvents asks; they authorize nothing.
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
            // A reader that is not ours: whatever it throws, the event is at fault. Its words quote the event, and what comes from outside
            // is not repeated in a log.
            return new Opened.Rejected(
                "It is no CloudEvents 1.0 event: specversion must be 1.0, there must be id, source and type, and every attribute must be as CloudEvents has it."
            );
        }

        return data is JsonElement signoff
            ? new Opened.Inside(JsonMarshal.GetRawUtf8Value(signoff).ToArray(), Member)
            : new Opened.Rejected("The event's data is not JSON: put the signoff itself there, not its text and not its Base64.");
    }
}
