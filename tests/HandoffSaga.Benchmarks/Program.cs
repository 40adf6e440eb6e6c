using HandoffSaga.Benchmarks.Ledger;
using HandoffSaga.Benchmarks.Micro;
using HandoffSaga.Benchmarks.Station;

if (args is ["one-hub-down", ..])
{
    return await OneHubDown.Run(args);
}

if (args is ["micro", ..])
{
    return SignatureBenchmark.Run();
}

if (args is ["ledger", ..])
{
    return await LedgerBenchmark.Run(StationBenchmark.Int(args, "--entries", 1_000_000), StationBenchmark.Int(args, "--rounds", 3));
}

if (args is not ["station", ..])
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project tests/HandoffSaga.Benchmarks -- station (or: one-hub-down, micro) [--rounds N] [--handoffs N]
          station        this program on SQLite against MassTransit's in-memory repository with nothing durable, interleaved, medians
          one-hub-down   how fast one leg completes while the other's hub is down, beside the same with both up
          micro          what checking Guardian's signature over a signoff of 4 KB costs
          ledger         [--entries N] writing, verifying and proving out of a log of a million entries
        """);
    return 2;
}

var variant = Array.IndexOf(args, "--variant");
return variant < 0
    ? await StationBenchmark.Run(args)
    : await StationBenchmark.RunVariant(args[variant + 1], StationBenchmark.Int(args, "--handoffs", 8000));
