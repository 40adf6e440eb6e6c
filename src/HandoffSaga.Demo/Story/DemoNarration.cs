using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Demo.Story;

/// <summary>The demo's lines: when, which contract, who, what.</summary>
internal sealed class DemoNarration(ConsoleOutput output, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    public ConsoleOutput ConsoleOutput => output;

    public void Blank() => output.Line("");

    public void Title(string text) => output.Line(StyledText.Strong(text));

    public void Present(string who, string address, string what) =>
        output.Line(StyledText.Dim($"  {who.PadRight(11)}"), address.PadRight(25), StyledText.Dim(what));

    public void Line(string contract, string who, params ReadOnlySpan<StyledText> what) =>
        output.Line([
            StyledText.Dim($"  {Elapsed.TotalSeconds, 6:0.00} s  "),
            StyledText.Strong($"{contract, -4}"),
            StyledText.Dim($"{who, -11}"),
            .. what,
        ]);
}
