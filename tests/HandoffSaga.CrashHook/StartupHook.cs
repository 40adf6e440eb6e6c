using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// Ends the process it is loaded into (DOTNET_STARTUP_HOOKS) with SIGKILL at a named point, as a power cut would. The program under test is
/// the released one: it knows nothing of this and is watched through its own activities. CRASH_AT is
/// <c>activity/started|stopped/message/count[/since]</c>, where message may be <c>*</c>; with <c>since</c> counting begins when an activity
/// of that name first started.
/// </summary>
internal static partial class StartupHook
{
    private static string _activity = "";
    private static bool _atStart;
    private static string _message = "*";
    private static int _remaining;
    private static string? _since;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("CRASH_AT") is not { Length: > 0 } point)
        {
            return;
        }

        var parts = point.Split('/');
        (_activity, _atStart, _message) = (parts[0], parts[1] == "started", parts[2]);
        _remaining = int.Parse(parts[3], CultureInfo.InvariantCulture);
        _since = parts.Length > 4 ? parts[4] : null;
        ActivitySource.AddActivityListener(
            new ActivityListener
            {
                ShouldListenTo = source => source.Name == "HandoffSaga",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStarted = activity => CrashIf(_atStart, activity),
                ActivityStopped = activity => CrashIf(!_atStart, activity),
            }
        );
    }

    private static void CrashIf(bool moment, Activity activity)
    {
        if (_since == activity.OperationName)
        {
            _since = null;
        }

        if (
            moment
            && _since is null
            && activity.OperationName == _activity
            && Concerns(activity)
            && Interlocked.Decrement(ref _remaining) == 0
        )
        {
            _ = Kill(Environment.ProcessId, 9);
        }
    }

    private static bool Concerns(Activity activity) =>
        _message == "*"
        || (activity.GetTagItem("handoff.message") as string)
            ?.Split(',')
            .Any(message => message.EndsWith(_message, StringComparison.Ordinal)) == true;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
