using System.Globalization;

namespace HandoffSaga.Benchmarks.Driving;

/// <summary>What stood on the command line.</summary>
internal sealed class Options(string[] args)
{
    public string Benchmark => args.Length > 0 ? args[0] : "";

    public string? Text(string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    public bool Has(string name) => args.Contains(name);

    public int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public IReadOnlyList<string> Without(params string[] names) =>
        [.. args.Skip(1).Where((_, i) => !names.Contains(args[i + 1]) && (i == 0 || !names.Contains(args[i])))];
}
