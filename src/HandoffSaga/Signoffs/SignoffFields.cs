using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs;

/// <summary>
/// Reads the members of one object and collects every problem, so that a rejection names all of them. A member that is <c>null</c> counts
/// as missing. The value returned for a wrong member has no meaning.
/// </summary>
internal sealed class SignoffFields(CanonicalObject document, string path, List<FieldProblem> problems)
{
    /// <summary>The maximum number of reported problems, so that the answer is not larger than the signoff.</summary>
    public const int MostProblems = 50;

    /// <summary>The maximum length of a list of objects.</summary>
    public const int MostObjects = 1000;

    public string Required(string name, SignoffTextShape shape)
    {
        if (IsMissing(name))
            Reject(name, $"is missing; it must be {shape.Rule}.");
        return Optional(name, shape) ?? "";
    }

    public string? Optional(string name, SignoffTextShape shape)
    {
        var text = Optional(name);
        if (text is not null && !shape.Fits(text))
            Reject(name, $"must be {shape.Rule}.");
        return text;
    }

    public string? Optional(string name) => Typed(name, "a string", value => value.AsString());

    public bool? OptionalFlag(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.AsBoolean() is { } flag)
            return flag;
        Reject(name, "must be true or false.");
        return null;
    }

    public SignoffFields? OptionalObject(string name) =>
        Typed(name, "an object", value => value.AsObject()) is { } inner ? new SignoffFields(inner, path + "/" + name, problems) : null;

    public SignoffFields? RequiredObject(string name)
    {
        if (IsMissing(name))
            Reject(name, "is missing; it must be an object.");
        return OptionalObject(name);
    }

    /// <summary>The elements of a list that must hold at least one object and nothing else.</summary>
    public IEnumerable<SignoffFields> RequiredObjects(string name)
    {
        if (IsMissing(name))
        {
            Reject(name, "is missing; it must be a list of at least one object.");
            yield break;
        }

        var elements = Typed(name, "a list", value => value.AsArray());
        if (elements is { Count: 0 })
            Reject(name, "is empty; it must hold at least one object.");
        if (elements is { Count: > MostObjects })
        {
            Reject(name, $"has {elements.Count} elements; at most {MostObjects} are allowed.");
            yield break;
        }

        for (var i = 0; i < (elements?.Count ?? 0); i++)
        {
            if (elements![i].AsObject() is { } element)
                yield return new SignoffFields(element, $"{path}/{name}/{i}", problems);
            else
                Reject($"{name}/{i}", "must be an object.");
        }
    }

    /// <summary>Whether the member exists, even as <c>null</c>.</summary>
    public bool Has(string name) => document.TryGet(name, out _);

    public bool IsMissing(string name) => Find(name) is null;

    public void Reject(string name, string message)
    {
        if (problems.Count < MostProblems)
            problems.Add(new FieldProblem($"{path}/{name}", $"{name} {message}"));
    }

    private T? Typed<T>(string name, string type, Func<CanonicalValue, T?> read)
        where T : class
    {
        if (Find(name) is not { } value)
            return null;
        var typed = read(value);
        if (typed is null)
            Reject(name, $"must be {type}.");
        return typed;
    }

    private CanonicalValue? Find(string name) => document.Get(name) is { Kind: not CanonicalKind.Null } value ? value : null;
}
