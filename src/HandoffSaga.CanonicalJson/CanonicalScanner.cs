using System.Buffers;

namespace HandoffSaga.CanonicalJson;

/// <summary>Finds the parts of a value that is already canonical, so that only its structure needs to be read.</summary>
internal static class CanonicalScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    public static CanonicalMember[] Members(ReadOnlySpan<byte> canonicalObject)
    {
        var members = new List<CanonicalMember>();
        var at = 1;
        while (canonicalObject[at] != '}')
        {
            if (canonicalObject[at] == ',')
                at++;
            var start = at;
            var nameLength = StringLength(canonicalObject[start..]) - 2;
            at += nameLength + 3;
            at += ValueLength(canonicalObject[at..]);
            members.Add(new CanonicalMember(start, nameLength, at, 0));
        }

        return [.. members];
    }

    public static List<Range> Elements(ReadOnlySpan<byte> canonicalArray)
    {
        var elements = new List<Range>();
        var at = 1;
        while (canonicalArray[at] != ']')
        {
            if (canonicalArray[at] == ',')
                at++;
            var end = at + ValueLength(canonicalArray[at..]);
            elements.Add(at..end);
            at = end;
        }

        return elements;
    }

    private static int ValueLength(ReadOnlySpan<byte> rest) =>
        rest[0] switch
        {
            (byte)'"' => StringLength(rest),
            (byte)'{' or (byte)'[' => ContainerLength(rest),
            _ => rest.IndexOfAny((byte)',', (byte)'}', (byte)']'),
        };

    private static int StringLength(ReadOnlySpan<byte> rest)
    {
        var at = 1;
        while (true)
        {
            at += rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (rest[at] == '"')
                return at + 1;
            at += 2;
        }
    }

    private static int ContainerLength(ReadOnlySpan<byte> rest)
    {
        var depth = 0;
        var at = 0;
        while (true)
        {
            at += rest[at..].IndexOfAny(Structure);
            switch (rest[at])
            {
                case (byte)'"':
                    at += StringLength(rest[at..]);
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            at++;
            if (depth == 0)
                return at;
        }
    }
}
