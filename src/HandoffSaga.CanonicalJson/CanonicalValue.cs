using System.Globalization;
using System.Text;

namespace HandoffSaga.CanonicalJson;

/// <summary>The six kinds of JSON value.</summary>
public enum CanonicalKind
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>A view of a value inside a <see cref="CanonicalObject"/>; nothing is copied until it is read.</summary>
public sealed class CanonicalValue
{
    internal CanonicalValue(ReadOnlyMemory<byte> utf8) => Utf8 = utf8;

    /// <summary>The value's canonical bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>What the value is.</summary>
    public CanonicalKind Kind =>
        Utf8.Span[0] switch
        {
            (byte)'"' => CanonicalKind.String,
            (byte)'{' => CanonicalKind.Object,
            (byte)'[' => CanonicalKind.Array,
            (byte)'t' or (byte)'f' => CanonicalKind.Boolean,
            (byte)'n' => CanonicalKind.Null,
            _ => CanonicalKind.Number,
        };

    /// <summary>The text of a string; null when the value is something else.</summary>
    public string? AsString() => Kind == CanonicalKind.String ? CanonicalText.Decode(Utf8.Span[1..^1]) : null;

    /// <summary>True or false; null when the value is something else.</summary>
    public bool? AsBoolean() => Kind == CanonicalKind.Boolean ? Utf8.Span[0] == 't' : null;

    /// <summary>The whole number, when the value is one of at most 2^53-1; null when it is something else.</summary>
    public long? AsInteger() =>
        Kind == CanonicalKind.Number
        && long.TryParse(Utf8.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value is >= -CanonicalObjectBuilder.LargestInteger and <= CanonicalObjectBuilder.LargestInteger
            ? value
            : null;

    /// <summary>The object; null when the value is something else.</summary>
    public CanonicalObject? AsObject() => Kind == CanonicalKind.Object ? new CanonicalObject(Utf8, null) : null;

    /// <summary>The elements of an array in their order; null when the value is something else.</summary>
    public IReadOnlyList<CanonicalValue>? AsArray() =>
        Kind == CanonicalKind.Array ? CanonicalScanner.Elements(Utf8.Span).ConvertAll(range => new CanonicalValue(Utf8[range])) : null;

    /// <summary>The canonical text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
