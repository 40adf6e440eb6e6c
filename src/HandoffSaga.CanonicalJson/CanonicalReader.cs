using System.Runtime.InteropServices;
using System.Text.Json;

namespace HandoffSaga.CanonicalJson;

/// <summary>
/// Reads JSON and writes its canonical form in the same pass. Members are written as they come; an object whose members came in another
/// order is rearranged when it closes, so that a byte moves at most once for each level it lies in.
/// </summary>
internal sealed class CanonicalReader(CanonicalLimits limits, bool allowNul, int length)
{
    private readonly PooledBytes output = new(length + 16);
    private readonly List<CanonicalMember> members = [];
    private readonly Stack<Container> open = new();

    private CanonicalMember[] outermost = [];

    /// <summary>The canonical form of any JSON value.</summary>
    public static JsonProblem? TryRead(
        ReadOnlySpan<byte> utf8, CanonicalLimits limits, bool allowNul, out byte[] canonical, out CanonicalMember[] members)
    {
        (canonical, members) = ([], []);
        if (ReceivedBytes.Check(utf8, limits) is { } unreadable)
            return unreadable;

        var reader = new CanonicalReader(limits, allowNul, utf8.Length);
        var problem = reader.Read(utf8);
        if (problem is null)
            (canonical, members) = (reader.output.Written.ToArray(), reader.outermost);
        reader.output.Return();
        return problem;
    }

    private JsonProblem? Read(ReadOnlySpan<byte> utf8)
    {
        // One level more than allowed, so that the level too deep is seen here and not as a breach of grammar.
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
            return ReceivedBytes.BreachOfGrammar(utf8, exception, trailing: open.Count == 0 && output.Length > 0);
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
                open.Pop();
                output.Add((byte)']');
                return null;
            case JsonTokenType.PropertyName:
                return AddName(ref json);
        }

        if (open.TryPeek(out var container) && container.IsArray)
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
                return CanonicalNumber.Write(json.ValueSpan, output) is { } kind ? ReceivedBytes.Problem(kind, json.TokenStartIndex) : null;
            default:
                output.Add(json.ValueSpan);
                return null;
        }
    }

    private JsonProblem? Open(bool isArray, long offset)
    {
        if (open.Count == limits.MaxDepth)
            return new JsonProblem(JsonProblemKind.TooDeep, $"More than {limits.MaxDepth} objects and arrays are open at once.", offset);
        open.Push(new Container(isArray, output.Length, members.Count));
        output.Add(isArray ? (byte)'[' : (byte)'{');
        return null;
    }

    private JsonProblem? AddString(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            CanonicalText.WriteVerbatim(json.ValueSpan, output);
            return null;
        }

        return CanonicalText.WriteEscaped(json.ValueSpan, output, allowNul, out var at) is { } kind
            ? ReceivedBytes.Problem(kind, json.TokenStartIndex + 1 + at)
            : null;
    }

    private JsonProblem? AddName(ref Utf8JsonReader json)
    {
        var container = open.Peek();
        EndMember(container);
        Separate(container);
        var start = output.Length;
        if (AddString(ref json) is { } problem)
            return problem;

        var member = new CanonicalMember(start, output.Length - start - 2, 0, (int)json.TokenStartIndex);
        output.Add((byte)':');
        if (members.Count > container.FirstMember)
        {
            var order = MemberOrder.Compare(members[^1].NameIn(output.Written), member.NameIn(output.Written));
            if (order == 0)
                return ReceivedBytes.DuplicateName(member.NameIn(output.Written), member.Source);
            if (order > 0 && !container.Unordered)
            {
                open.Pop();
                open.Push(container with { Unordered = true });
            }
        }

        members.Add(member);
        return null;
    }

    private JsonProblem? CloseObject()
    {
        var container = open.Pop();
        EndMember(container);
        var own = CollectionsMarshal.AsSpan(members)[container.FirstMember..];
        if (container.Unordered)
        {
            if (MemberOrder.Sort(output.WrittenMemory, own) is >= 0 and var repeated)
            {
                var source = Math.Max(own[repeated].Source, own[repeated - 1].Source);
                return ReceivedBytes.DuplicateName(own[repeated].NameIn(output.Written), source);
            }

            Rearrange(own, container.Start + 1);
        }

        if (open.Count == 0)
            outermost = own.ToArray();
        CollectionsMarshal.SetCount(members, container.FirstMember);
        output.Add((byte)'}');
        return null;
    }

    private void Rearrange(Span<CanonicalMember> ordered, int start)
    {
        var scratch = new PooledBytes(output.Length - start);
        foreach (ref var member in ordered)
        {
            if (scratch.Length > 0)
                scratch.Add((byte)',');
            var moved = member.MovedTo(start + scratch.Length);
            scratch.Add(output.Written[member.Start..member.End]);
            member = moved;
        }

        output.Truncate(start);
        output.Add(scratch.Written);
        scratch.Return();
    }

    private void EndMember(Container container)
    {
        if (members.Count > container.FirstMember)
            members[^1] = members[^1] with { End = output.Length };
    }

    private void Separate(Container container)
    {
        if (output.Length > container.Start + 1)
            output.Add((byte)',');
    }

    private readonly record struct Container(bool IsArray, int Start, int FirstMember, bool Unordered = false);
}
