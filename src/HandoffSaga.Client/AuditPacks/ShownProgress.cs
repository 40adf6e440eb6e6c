using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>Prints how far a long command has come, every few seconds and no more often.</summary>
internal sealed class ShownProgress(ConsoleOutput output, TimeProvider clock) : IProgress<string>
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long _shownAt = clock.GetTimestamp();

    public void Report(string value)
    {
        if (clock.GetElapsedTime(_shownAt) < Interval)
            return;
        _shownAt = clock.GetTimestamp();
        output.Line(StyledText.Dim(value));
    }
}
