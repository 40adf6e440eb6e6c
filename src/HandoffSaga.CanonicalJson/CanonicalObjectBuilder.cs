using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace HandoffSaga.CanonicalJson;

/// <summary>
/// Writes a <see cref="CanonicalObject"/>. Members may be added in any order; adding them in canonical order saves the sort. A builder
/// builds once and is not thread-safe. In names and strings a lone surrogate becomes U+FFFD.
/// </summary>
public sealed class CanonicalObjectBuilder
{
    /// <summary>The largest whole number that may be added, 2^53-1 (and its negative): beyond it JSON numbers lose digits.</summary>
    public const long LargestInteger = 9007199254740991;

    private readonly List<CanonicalMember> _members = new(24);
    private PooledBytes? _output;
    private bool _ordered = true;

    /// <summary>Starts an object.</summary>
    public CanonicalObjectBuilder()
        : this(1024) { }

    internal CanonicalObjectBuilder(int capacity) => _output = new PooledBytes(capacity);

    private PooledBytes Output => _output ?? throw new InvalidOperationException("This object is already built; a builder builds once.");

    /// <summary>Adds a string, or <c>null</c>.</summary>
    public CanonicalObjectBuilder Add(string name, string? value)
    {
        if (value is null)
            return AddNull(name);
        var member = Begin(name);
        CanonicalText.Write(value, Output);
        return End(member);
    }

    /// <summary>Adds a whole number, or <c>null</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is beyond ±<see cref="LargestInteger"/>.</exception>
    public CanonicalObjectBuilder Add(string name, long? value)
    {
        if (value is not { } number)
            return AddNull(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LargestInteger, nameof(value));
        ArgumentOutOfRangeException.ThrowIfLessThan(number, -LargestInteger, nameof(value));
        var member = Begin(name);
        CanonicalNumber.Write(number, Output);
        return End(member);
    }

    /// <summary>Adds <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public CanonicalObjectBuilder Add(string name, bool? value) =>
        AddVerbatim(
            name,
            value switch
            {
                true => "true"u8,
                false => "false"u8,
                null => "null"u8,
            }
        );

    /// <summary>Adds a time as RFC 3339 UTC text, truncated to milliseconds (<c>2025-06-01T14:02:12.480Z</c>), or <c>null</c>.</summary>
    public CanonicalObjectBuilder Add(string name, DateTimeOffset? value)
    {
        if (value is not { } time)
            return AddNull(name);
        const int upToMilliseconds = 23;
        Span<byte> text = stackalloc byte[32];
        time.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[upToMilliseconds] = (byte)'Z';
        var member = Begin(name);
        CanonicalText.WriteVerbatim(text[..(upToMilliseconds + 1)], Output);
        return End(member);
    }

    /// <summary>Adds an identifier as 36 characters of lower-case hex and hyphens, or <c>null</c>.</summary>
    public CanonicalObjectBuilder Add(string name, Guid? value)
    {
        if (value is not { } id)
            return AddNull(name);
        Span<byte> text = stackalloc byte[36];
        Utf8Formatter.TryFormat(id, text, out _);
        var member = Begin(name);
        CanonicalText.WriteVerbatim(text, Output);
        return End(member);
    }

    /// <summary>Adds an object, or <c>null</c>.</summary>
    public CanonicalObjectBuilder Add(string name, CanonicalObject? value) =>
        value is null ? AddNull(name) : AddVerbatim(name, value.Utf8.Span);

    /// <summary>Adds any canonical value.</summary>
    public CanonicalObjectBuilder Add(string name, CanonicalValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return AddVerbatim(name, value.Utf8.Span);
    }

    /// <summary>Adds <c>null</c>.</summary>
    public CanonicalObjectBuilder AddNull(string name) => AddVerbatim(name, "null"u8);

    /// <summary>Adds an array of strings.</summary>
    public CanonicalObjectBuilder AddStrings(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var member = Begin(name);
        Output.Add((byte)'[');
        var first = true;
        foreach (var value in values)
        {
            if (!first)
                Output.Add((byte)',');
            first = false;
            CanonicalText.Write(value, Output);
        }

        Output.Add((byte)']');
        return End(member);
    }

    /// <summary>Adds every member of <paramref name="other"/>.</summary>
    public CanonicalObjectBuilder AddAll(CanonicalObject other)
    {
        ArgumentNullException.ThrowIfNull(other);
        AddAll(other, except: []);
        return this;
    }

    /// <summary>The object with the members added, sorted. The builder cannot be used afterwards.</summary>
    /// <exception cref="ArgumentException">A name was added twice.</exception>
    public CanonicalObject Build() => new(BuildBytes(), null);

    internal byte[] BuildBytes()
    {
        var added = CollectionsMarshal.AsSpan(_members);
        if (!_ordered && MemberOrder.Sort(Output.WrittenMemory, added) is >= 0 and var repeated)
            throw new ArgumentException($"The name \"{CanonicalText.Decode(added[repeated].NameIn(Output.Written))}\" was added twice.");

        var length = added.IsEmpty ? 2 : 1;
        foreach (var member in added)
            length += member.Length + 1;

        var bytes = new byte[length];
        bytes[0] = (byte)'{';
        bytes[^1] = (byte)'}';
        var at = 1;
        foreach (var member in added)
        {
            if (at > 1)
                bytes[at++] = (byte)',';
            Output.Written[member.Start..member.End].CopyTo(bytes.AsSpan(at));
            at += member.Length;
        }

        Output.Return();
        _output = null;
        return bytes;
    }

    internal void AddAll(CanonicalObject other, ReadOnlySpan<string> except)
    {
        foreach (var member in other.Members)
        {
            if (IsOneOf(except, member.NameIn(other.Utf8.Span)))
                continue;
            var start = Output.Length;
            Output.Add(other.Utf8.Span[member.Start..member.End]);
            Append(new CanonicalMember(start, member.NameLength, Output.Length, 0));
        }
    }

    private static bool IsOneOf(ReadOnlySpan<string> names, ReadOnlySpan<byte> canonicalName)
    {
        foreach (var name in names)
        {
            if (CanonicalText.IsPlain(name) ? Ascii.Equals(canonicalName, name) : CanonicalText.Decode(canonicalName) == name)
                return true;
        }

        return false;
    }

    private CanonicalObjectBuilder AddVerbatim(string name, ReadOnlySpan<byte> value)
    {
        var member = Begin(name);
        Output.Add(value);
        return End(member);
    }

    private CanonicalMember Begin(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var start = Output.Length;
        CanonicalText.Write(name, Output);
        Output.Add((byte)':');
        return new CanonicalMember(start, Output.Length - start - 3, 0, 0);
    }

    private CanonicalObjectBuilder End(CanonicalMember member)
    {
        Append(member with { End = Output.Length });
        return this;
    }

    private void Append(CanonicalMember member)
    {
        _ordered =
            _ordered
            && (_members.Count == 0 || MemberOrder.Compare(_members[^1].NameIn(Output.Written), member.NameIn(Output.Written)) < 0);
        _members.Add(member);
    }
}
