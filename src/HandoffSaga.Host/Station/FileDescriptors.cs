using System.Globalization;
using System.Reflection;

namespace HandoffSaga.Host.Station;

/// <summary>
/// What keeps a station alive when its process has no file descriptor left: callers get a part of them only, and no code is looked up on
/// disk any more. The runtime never tries again to load an assembly that it once could not open.
/// </summary>
internal static class FileDescriptors
{
    /// <summary>For files, the database, the broker and hubs.</summary>
    private const long Reserve = 448;

    private const int MostConnections = 1024;
    private const int FewestConnections = 16;
    private const string LimitsFile = "/proc/self/limits";
    private const string LimitLine = "Max open files";

    /// <summary>How many connections callers may have, of all that this process may open; null where no limit is known.</summary>
    public static int Connections(long? limit) =>
        limit is { } all ? (int)Math.Clamp(all - Reserve, FewestConnections, MostConnections) : MostConnections;

    /// <summary>How many descriptors this process may have; null where the system does not tell, or sets no limit.</summary>
    public static long? Limit()
    {
        try
        {
            return File.Exists(LimitsFile) ? Limit(File.ReadLines(LimitsFile)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Loads every assembly that this program can come to need.</summary>
    public static void LoadEverything()
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        Queue<Assembly> waiting = new([typeof(FileDescriptors).Assembly]);
        while (waiting.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => known.Add(name.FullName)))
            {
                if (TryLoad(name) is { } loaded)
                    waiting.Enqueue(loaded);
            }
        }
    }

    internal static long? Limit(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(LimitLine, StringComparison.Ordinal)) is { } line
        && long.TryParse(
            line[LimitLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0],
            CultureInfo.InvariantCulture,
            out var limit
        )
            ? limit
            : null;

    // Some packages name assemblies that exist on other systems only.
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
