using System.Diagnostics;

namespace HandoffSaga.Legs;

/// <summary>
/// A closed list of names on the wire. Rules, filters, schemas, documents and colours use this list, so that a new name is added once.
/// </summary>
internal class Vocabulary(IReadOnlyList<Term> terms)
{
    public IReadOnlyList<Term> Terms => terms;

    public IReadOnlyList<string> Names { get; } = [.. terms.Select(term => term.Name)];

    /// <summary>Every name with its meaning, as schemas and documents show it.</summary>
    public string Description => string.Join(' ', terms.Select(term => $"{term.Name}: {term.Meaning}"));
}

/// <summary>The wire names of an enum's values. A value without a row has no name.</summary>
internal sealed class Vocabulary<T>(params IReadOnlyList<(T Value, Term Term)> rows) : Vocabulary([.. rows.Select(row => row.Term)])
    where T : struct, Enum
{
    private readonly Dictionary<T, string> _names = rows.ToDictionary(row => row.Value, row => row.Term.Name);
    private readonly Dictionary<string, T> _values = rows.ToDictionary(row => row.Term.Name, row => row.Value, StringComparer.Ordinal);

    public string NameOf(T value) =>
        _names.TryGetValue(value, out var name) ? name : throw new UnreachableException($"Unexpected case: {value}");

    /// <summary>The value of this name; null when there is none.</summary>
    public T? Find(string? name) => name is not null && _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>The value of a name that this program wrote.</summary>
    public T Get(string name) => Find(name) ?? throw new UnreachableException($"Unexpected case: {name}");
}
