using System.Runtime.InteropServices;
using System.Text.Json;

namespace HandoffSaga.CanonicalJson;

/// <summary>
/// Reads JSON and writes its canonical form in the same pass. Members are written in the order they come; an object with members in another
/// order is rearranged when it closes, so a byte moves at most once per nesting level.
/// </summary>
internal sealed class CanonicalReader(CanonicalLimits limits, bool allowNul, int length)
{
    private readonly PooledBytes _output = new(length + 16);
    private readonly List<CanonicalMember> _members = [];
    private readonly Stack<Container> _open = new();

    private CanonicalMember[] _outermost = [];

    /// <summary>The canonical form of any JSON value.</summary>
    public static JsonProblem? TryRead(
        ReadOnlySpan<byte> utf8,
        CanonicalLimits limits,
        bool allowNul,
        out byte[] canonical,
        out CanonicalMember[] members
    )
    {
        (canonical, members) = ([], []);
        if (ReceivedBytes.Check(utf8, limits) is { } unreadable)
            return unreadable;

        var reader = new CanonicalReader(limits, allowNul, utf8.Length);
        var problem = reader.Read(utf8);
        if (problem is null)
            (canonical, members) = (reader._output.Written.ToArray(), reader._outermost);
        reader._output.Return();
        return problem;
    }

    private JsonProblem? Read(ReadOnlySpan<byte> utf8)
    {
        // One level more than allowed, so that excess depth is reported as such and not as a syntax error.
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth + 1 });
        try
        {
            while (json.Read())
            {
                if (Take(ref json) is { } problem)
                    return problem;
            }
        }
        catch (JsonException exception)
        {
            return ReceivedBytes.BreachOfGrammar(utf8, exception, trailing: _open.Count == 0 && _output.Length > 0);
        }

        return null;
    }

    private JsonProblem? Take(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.EndObject:
                return CloseObject();
            case JsonTokenType.EndArray:
                _open.Pop();
                _output.Add((byte)']');
                return null;
            case JsonTokenType.PropertyName:
                return AddName(ref json);
        }

        if (_open.TryPeek(out var container) && container.IsArray)
            Separate(container);
        return AddValue(ref json);
    }

    private JsonProblem? AddValue(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                return Open(json.TokenType == JsonTokenType.StartArray, json.TokenStartIndex);
            case JsonTokenType.String:
                return AddString(ref json);
            case JsonTokenType.Number:
                return CanonicalNumber.Write(json.ValueSpan, _output) is { } kind
                    ? ReceivedBytes.Problem(kind, json.TokenStartIndex)
                    : null;
            default:
                _output.Add(json.ValueSpan);
                return null;
        }
    }

    private JsonProblem? Open(bool isArray, long offset)
    {
        if (_open.Count == limits.MaxDepth)
            return new JsonProblem(JsonProblemKind.TooDeep, $"More than {limits.MaxDepth} objects and arrays are open at once.", offset);
        _open.Push(new Container(isArray, _output.Length, _members.Count));
        _output.Add(isArray ? (byte)'[' : (byte)'{');
        return null;
    }

    private JsonProblem? AddString(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            CanonicalText.WriteVerbatim(json.ValueSpan, _output);
            return null;
        }

        return CanonicalText.WriteEscaped(json.ValueSpan, _output, allowNul, out var at) is { } kind
            ? ReceivedBytes.Problem(kind, json.TokenStartIndex + 1 + at)
            : null;
    }

    private JsonProblem? AddName(ref Utf8JsonReader json)
    {
        var container = _open.Peek();
        EndMember(container);
        Separate(container);
        var start = _output.Length;
        if (AddString(ref json) is { } problem)
            return problem;

        var member = new CanonicalMember(start, _output.Length - start - 2, 0, (int)json.TokenStartIndex);
        _output.Add((byte)':');
        if (_members.Count > container.FirstMember)
        {
            var order = MemberOrder.Compare(_members[^1].NameIn(_output.Written), member.NameIn(_output.Written));
            if (order == 0)
                return ReceivedBytes.DuplicateName(member.NameIn(_output.Written), member.Source);
            if (order > 0 && !container.Unordered)
            {
                _open.Pop();
                _open.Push(container with { Unordered = true });
            }
        }

        _members.Add(member);
        return null;
    }

    private JsonProblem? CloseObject()
    {
        var container = _open.Pop();
        EndMember(container);
        var own = CollectionsMarshal.AsSpan(_members)[container.FirstMember..];
        if (container.Unordered)
        {
            if (MemberOrder.Sort(_output.WrittenMemory, own) is >= 0 and var repeated)
            {
                var source = Math.Max(own[repeated].Source, own[repeated - 1].Source);
                return ReceivedBytes.DuplicateName(own[repeated].NameIn(_output.Written), source);
            }

            Rearrange(own, container.Start + 1);
        }

        if (_open.Count == 0)
            _outermost = own.ToArray();
        CollectionsMarshal.SetCount(_members, container.FirstMember);
        _output.Add((byte)'}');
        return null;
    }

    private void Rearrange(Span<CanonicalMember> ordered, int start)
    {
        var scratch = new PooledBytes(_output.Length - start);
        foreach (ref var member in ordered)
        {
            if (scratch.Length > 0)
                scratch.Add((byte)',');
            var moved = member.MovedTo(start + scratch.Length);
            scratch.Add(_output.Written[member.Start..member.End]);
            member = moved;
        }

        _output.Truncate(start);
        _output.Add(scratch.Written);
        scratch.Return();
    }

    private void EndMember(Container container)
    {
        if (_members.Count > container.FirstMember)
            _members[^1] = _members[^1] with { End = _output.Length };
    }

    private void Separate(Container container)
    {
        if (_output.Length > container.Start + 1)
            _output.Add((byte)',');
    }

    private readonly record struct Container(bool IsArray, int Start, int FirstMember, bool Unordered = false);
}
