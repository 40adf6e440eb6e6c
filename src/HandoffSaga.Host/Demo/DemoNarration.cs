using HandoffSaga.Host.Cli.Terminal;

namespace HandoffSaga.Host.Demo;

/// <summary>The demo's lines: when, which contract, who, what.</summary>
internal sealed class DemoNarration(Screen screen, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    public Screen Screen => screen;

    public void Blank() => screen.Line("");

    public void Title(string text) => screen.Line(Ink.Strong(text));

    public void Present(string who, string address, string what) => screen.Line(Ink.Dim($"  {who,-11}"), $"{address,-25}", Ink.Dim(what));

    public void Line(string contract, string who, params ReadOnlySpan<Ink> what) =>
        screen.Line([Ink.Dim($"  {Elapsed.TotalSeconds,6:0.00} s  "), Ink.Strong($"{contract,-4}"), Ink.Dim($"{who,-11}"), .. what]);
}
