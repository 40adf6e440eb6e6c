using System.Globalization;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>
/// The CPU time a server has used so far, from <c>/proc</c>: its process, those below it now, and those below it that have ended.
/// </summary>
internal static class CpuOf
{
    // Of a stat line after the command's closing bracket: state, ppid, ... utime (14th of the whole line), stime, cutime, cstime.
    private const int ParentField = 1;
    private const int FirstTimeField = 11;
    private const int TimeFields = 4;
    private const double TicksPerSecond = 100;

    public static TimeSpan Tree(int root)
    {
        var processes = Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    ? (id, fields: Fields(folder))
                    : (0, null)
            )
            .Where(process => process.fields is not null)
            .ToDictionary(process => process.Item1, process => process.Item2!);
        var ticks = processes
            .Keys.Where(id => IsBelow(id, root, processes))
            .Sum(id => processes[id].Skip(FirstTimeField).Take(TimeFields).Sum(long.Parse));
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static bool IsBelow(int id, int root, Dictionary<int, string[]> processes)
    {
        while (id != root)
        {
            if (
                !processes.TryGetValue(id, out var fields)
                || !int.TryParse(fields[ParentField], CultureInfo.InvariantCulture, out id)
                || id <= 1
            )
            {
                return false;
            }
        }

        return true;
    }

    private static string[]? Fields(string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It ended between the listing and the look.
            return null;
        }
    }
}
