using System.Globalization;
using HandoffSaga.Benchmarks.Driving;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>What is measured, and how large.</summary>
internal sealed record ScaleSettings
{
    public static readonly string[] Pieces = ["stored", "waiting", "draining", "replicas"];

    public bool Station { get; init; }

    public IReadOnlyList<string> Only { get; init; } = Pieces;

    public IReadOnlyList<int> Stored { get; init; } = [1_000, 100_000, 1_000_000];

    public int Waiting { get; init; } = 100_000;

    public int Draining { get; init; } = 20_000;

    public IReadOnlyList<int> HubMs { get; init; } = [0, 50];

    public IReadOnlyList<int> Replicas { get; init; } = [1, 2, 3];

    public int Handoffs { get; init; } = 6_000;

    /// <summary>Handoffs of the open loop, 100 of them in a second.</summary>
    public int OpenLoop { get; init; } = 1_500;

    public int Rounds { get; init; } = 3;

    public int Payload { get; init; } = Workload.Small;

    /// <summary>As <c>Bus:Commands</c>.</summary>
    public string Commands { get; init; } = "broker";

    /// <summary>Where servers and filled stores stay for the next run; null for nowhere.</summary>
    public string? Keep { get; init; }

    public static ScaleSettings Of(Options options)
    {
        var otherwise = new ScaleSettings();
        return new()
        {
            Station = options.Has("--station"),
            Only = options.Text("--only")?.Split(',') ?? otherwise.Only,
            Stored = Numbers(options, "--stored") ?? otherwise.Stored,
            Waiting = options.Number("--waiting", otherwise.Waiting),
            Draining = options.Number("--draining", otherwise.Draining),
            HubMs = Numbers(options, "--hub-ms") ?? otherwise.HubMs,
            Replicas = Numbers(options, "--replicas") ?? otherwise.Replicas,
            Handoffs = options.Number("--handoffs", otherwise.Handoffs),
            OpenLoop = options.Number("--open-loop", otherwise.OpenLoop),
            Rounds = options.Number("--rounds", otherwise.Rounds),
            Payload = options.Number("--payload", otherwise.Payload),
            Commands = options.Text("--commands") ?? otherwise.Commands,
            Keep = options.Text("--keep") is { } folder ? Path.GetFullPath(folder) : null,
        };
    }

    private static int[]? Numbers(Options options, string name) =>
        options.Text(name)?.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
}
