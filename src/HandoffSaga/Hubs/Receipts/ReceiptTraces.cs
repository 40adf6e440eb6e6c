using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HandoffSaga.Legs;
using HandoffSaga.Texts;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>
/// Searches a body that is not a receipt for traces of one. A rejection that a hub wrapped, spelled in its own way, or never finished must
/// not complete a leg because of its 2xx.
/// </summary>
internal static class ReceiptTraces
{
    private const int ShownLength = 60;

    // Deeper than any honest answer; what is deeper is not read as JSON.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = 512 };

    private static readonly string[] Required = ["transfer_id", "disposition"];

    /// <param name="body">Without a byte order mark, and not blank.</param>
    public static ReceiptReading Search(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body) || body.Contains((byte)0))
            return SearchBytes(body);

        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(AnyDepth));
        var traces = new Traces();
        try
        {
            while (reader.Read())
                traces.Look(ref reader);
        }
        catch (JsonException)
        {
            return SearchText(Encoding.UTF8.GetString(body));
        }

        if (!IsWhole(reader, body))
            return ReceiptReading.CutOff;

        return traces.Reason is { } reason ? new ReceiptReading.Resembling(reason) : ReceiptReading.OtherJson;
    }

    private static bool IsWhole(Utf8JsonReader reader, ReadOnlySpan<byte> body) =>
        // A number alone has no end of its own; the reader would wait for more digits.
        reader.TokenType == JsonTokenType.None
            ? char.IsAsciiDigit((char)body[^1])
            : reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);

    private static ReceiptReading SearchText(string text) =>
        OpensJson(text) || ReceiptNames.AreIn(text) ? new ReceiptReading.Resembling("it is not valid JSON") : ReceiptReading.OtherContent;

    // UTF-16 that is not declared, or bytes of some other kind.
    private static ReceiptReading SearchBytes(ReadOnlySpan<byte> body)
    {
        var text = Encoding.Latin1.GetString(body).Replace("\0", "", StringComparison.Ordinal);
        return OpensJson(text) || ReceiptNames.AreIn(text)
            ? new ReceiptReading.Resembling("it is not UTF-8 and declares no other character set") { Code = ErrorCodes.ReceiptCharset }
            : ReceiptReading.OtherContent;
    }

    // An object, or an array of objects, arrays or strings. Text such as "[OK] stored" is neither.
    private static bool OpensJson(string text)
    {
        var opening = text.AsSpan().TrimStart();
        return opening.StartsWith("{") || (opening.StartsWith("[") && opening[1..].TrimStart().IndexOfAny("{[\"") == 0);
    }

    /// <summary>What was seen of a receipt while the JSON was read.</summary>
    private ref struct Traces
    {
        private string? _outermost;
        private bool _inArray;
        private HashSet<string>? _present;
        private string? _reason;

        /// <summary>The first trace, in words; null while there is none.</summary>
        public readonly string? Reason => _reason ?? (_present is null ? null : Fault(_present));

        public void Look(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray when reader.CurrentDepth == 0:
                    _inArray = true;
                    break;
                case JsonTokenType.PropertyName when Text(ref reader) is { } name:
                    LookAtName(name, reader.CurrentDepth);
                    break;
                case JsonTokenType.String when Text(ref reader) is { } value && IsJsonInText(value):
                    _reason ??= reader.CurrentDepth == 0 ? "it is a JSON string" : "it is inside a JSON string";
                    break;
                default:
                    break;
            }
        }

        private void LookAtName(string name, int depth)
        {
            if (depth == 1)
                _outermost = name;
            if (ReceiptNames.Find(name) is not { } proper)
                return;

            if (_inArray)
                _reason ??= "it is inside an array";
            else if (depth > 1)
                _reason ??= $"it is inside the member {PrintableText.Excerpt(_outermost ?? "", ShownLength)}";
            else if (name != proper)
                _reason ??= $"{PrintableText.Excerpt(name, ShownLength)} must be {proper}";
            else
                (_present ??= []).Add(name);
        }

        // A receipt with both would have been read as one, were it not for duplicate members or its depth.
        private static string Fault(HashSet<string> present) =>
            Required.FirstOrDefault(name => !present.Contains(name)) is { } missing ? $"{missing} is missing" : "it is not valid JSON";

        private static bool IsJsonInText(string value) => value.AsSpan().TrimStart().IndexOfAny("{[\"") == 0 && ReceiptNames.AreIn(value);

        private static string? Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair.
                return null;
            }
        }
    }
}
