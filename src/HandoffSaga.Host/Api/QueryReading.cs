using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace HandoffSaga.Host.Api;

/// <summary>
/// Reads a query strictly: an unknown, empty or repeated parameter is an error, because a list that ignored it would look right and be
/// wrong.
/// </summary>
internal sealed class QueryReading
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly IReadOnlyList<QueryParameter> _known;
    private readonly Dictionary<string, string> _values = [];
    private readonly List<ProblemError> _errors = [];

    public QueryReading(IQueryCollection query, IReadOnlyList<QueryParameter> known)
    {
        _known = known;
        foreach (var (name, given) in query)
            Take(name, given);
    }

    public IReadOnlyList<ProblemError> Errors => _errors;

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public string? OneOf(string name)
    {
        var allowed = Parameter(name).Values!;
        if (Text(name) is not { } value || allowed.Contains(value))
            return Text(name);
        return Wrong<string?>(name, $"'{name}' must be one of {string.Join(", ", allowed)}.");
    }

    public int? Number(string name)
    {
        var (minimum, maximum) = (Parameter(name).Minimum, Parameter(name).Maximum);
        if (Text(name) is not { } value)
            return null;
        return
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : Wrong<int?>(name, $"'{name}' must be a whole number from {minimum} to {maximum}.");
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } value)
            return null;
        return DateTimeOffset.TryParseExact(value, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : Wrong<DateTimeOffset?>(name, $"'{name}' must be a time as in RFC 3339, 2025-06-01T14:02:11.000Z; a + in it is written %2B.");
    }

    /// <summary>Adds an error about a parameter, and returns no value.</summary>
    public T? Wrong<T>(string name, string message)
    {
        _errors.Add(new ProblemError(name, message));
        return default;
    }

    private QueryParameter Parameter(string name) => _known.First(parameter => parameter.Name == name);

    private void Take(string name, StringValues given)
    {
        // The query collection ignores case; the contract does not.
        if (!_known.Any(parameter => parameter.Name == name))
        {
            Wrong<string>(
                name,
                $"There is no parameter '{name}'"
                    + (
                        _known.Count == 0
                            ? "; this endpoint takes none."
                            : $"; use {string.Join(", ", _known.Select(parameter => parameter.Name))}."
                    )
            );
        }
        else if (given.Count != 1)
        {
            Wrong<string>(name, $"'{name}' may be given only once.");
        }
        else if (string.IsNullOrEmpty(given[0]))
        {
            Wrong<string>(name, $"'{name}' has no value.");
        }
        else if (given[0]!.Any(char.IsControl))
        {
            Wrong<string>(name, $"'{name}' must not have control characters.");
        }
        else
        {
            _values[name] = given[0]!;
        }
    }
}
