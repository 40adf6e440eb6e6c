using System.Security.Cryptography;
using System.Text;

namespace HandoffSaga.CanonicalJson;

/// <summary>
/// A JSON object in canonical form (RFC 8785): no white space, names sorted by UTF-16 code units, ECMAScript numbers, one spelling for each
/// string. Two objects with the same content have the same bytes. Immutable; nested values are views into the same memory.
/// </summary>
public sealed class CanonicalObject : IEquatable<CanonicalObject>
{
    private CanonicalMember[]? _members;

    internal CanonicalObject(ReadOnlyMemory<byte> utf8, CanonicalMember[]? members)
    {
        Utf8 = utf8;
        _members = members;
    }

    /// <summary>The object without members, <c>{}</c>.</summary>
    public static CanonicalObject Empty { get; } = new("{}"u8.ToArray(), []);

    /// <summary>The canonical bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>The names of the members, in canonical order.</summary>
    public IEnumerable<string> Names => Members.Select(member => CanonicalText.Decode(member.NameIn(Utf8.Span)));

    internal CanonicalMember[] Members => _members ??= CanonicalScanner.Members(Utf8.Span);

    /// <summary>
    /// Reads one JSON object strictly (RFC 8259 and the restrictions of I-JSON, RFC 7493) and brings it to canonical form in the same pass.
    /// Invalid bytes give a problem as a value; nothing is thrown.
    /// </summary>
    /// <remarks>
    /// A number with a fraction or an exponent means the nearest IEEE 754 double. An integer literal beyond ±(2^53-1) is accepted only when
    /// its canonical form is the same number: <c>1000000000000000000000</c> is written <c>1e+21</c>, <c>9007199254740993</c> is
    /// rejected. U+0000 is rejected in names and strings.
    /// </remarks>
    /// <param name="utf8">The bytes as received.</param>
    /// <param name="limits">How large and how deep the document may be.</param>
    public static CanonicalResult Parse(ReadOnlySpan<byte> utf8, CanonicalLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return Read(utf8, limits, allowNul: false);
    }

    /// <summary>The canonical bytes of the member's value; false when there is no such member.</summary>
    public bool TryGet(string name, out ReadOnlyMemory<byte> value)
    {
        var found = Find(name);
        value = found is { } member ? Utf8[member.Value] : default;
        return found is not null;
    }

    /// <summary>The member's value, or null when there is no such member.</summary>
    public CanonicalValue? Get(string name) => TryGet(name, out var value) ? new CanonicalValue(value) : null;

    /// <summary>The text of a string member; null when it is missing or something else.</summary>
    public string? GetString(string name) => Get(name)?.AsString();

    /// <summary>The object that is the member's value; null when it is missing or something else.</summary>
    public CanonicalObject? GetObject(string name) => Get(name)?.AsObject();

    /// <summary>The same object without the named members; names it does not have are ignored.</summary>
    public CanonicalObject Without(params ReadOnlySpan<string> names)
    {
        var builder = new CanonicalObjectBuilder(Utf8.Length);
        builder.AddAll(this, except: names);
        return builder.Build();
    }

    /// <summary>The SHA-256 of the canonical bytes in lower-case hex.</summary>
    public string Sha256Hex() => Convert.ToHexStringLower(SHA256.HashData(Utf8.Span));

    /// <summary>Equal bytes, equal content.</summary>
    public bool Equals(CanonicalObject? other) => other is not null && Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CanonicalObject);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The canonical text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>Bytes this program wrote itself may contain U+0000, escaped.</summary>
    internal static CanonicalResult ParseOwn(ReadOnlySpan<byte> utf8, CanonicalLimits limits) => Read(utf8, limits, allowNul: true);

    private static CanonicalResult Read(ReadOnlySpan<byte> utf8, CanonicalLimits limits, bool allowNul)
    {
        if (CanonicalReader.TryRead(utf8, limits, allowNul, out var canonical, out var members) is { } problem)
            return new CanonicalResult(problem);
        return canonical[0] == '{'
            ? new CanonicalResult(new CanonicalObject(canonical, members))
            : new CanonicalResult(new JsonProblem(JsonProblemKind.NotAnObject, "The document is not an object; send one JSON object.", 0));
    }

    private CanonicalMember? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var content = Utf8.Span;
        if (CanonicalText.IsPlain(name))
        {
            foreach (var member in Members)
            {
                if (Ascii.Equals(member.NameIn(content), name))
                    return member;
            }

            return null;
        }

        var quoted = new PooledBytes(name.Length + 2);
        CanonicalText.Write(name, quoted);
        CanonicalMember? found = null;
        foreach (var member in Members)
        {
            if (member.NameIn(content).SequenceEqual(quoted.Written[1..^1]))
                found = member;
        }

        quoted.Return();
        return found;
    }
}
