using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Ledger;
using HandoffSaga.Benchmarks.Micro;
using HandoffSaga.Benchmarks.Plant;
using HandoffSaga.Benchmarks.Results;
using HandoffSaga.Benchmarks.Scale;
using HandoffSaga.Benchmarks.Station;

var options = new Options(args);
switch (options.Benchmark)
{
    case "station":
        return await StationBenchmark.Run(options);
    case "plant":
        return await PlantBenchmark.Run(options);
    case "scale":
        return await ScaleBenchmark.Run(options);
    case "scale-dispatcher":
        return await Dispatcher.Run(options);
    case "markdown":
        return await Markdown.Run(args.Length > 1 ? args[1] : null);
    case "one-hub-down":
        return await OneHubDown.Run(options);
    case "micro":
        return MicroBenchmarks.Run(options);
    case "ledger":
        return await LedgerBenchmark.Run(options.Number("--entries", 1_000_000), options.Number("--rounds", 3));
    case "ledger-sequencing":
        return await SequencingBenchmark.Run(options);
    case "ledger-station":
        return await LedgerStationBenchmark.Run(options);
    default:
        Console.Error.WriteLine(
            """
            Usage: dotnet run -c Release --project tests/HandoffSaga.Benchmarks -- BENCHMARK [--rounds N] [--handoffs N] [--payload BYTES] [--json FILE]
              station        this program on SQLite against MassTransit's in-memory repository with nothing durable, interleaved, medians
              plant          this program on RabbitMQ and PostgreSQL against MassTransit with nothing durable, a pipeline written by hand, and a Python sketch;
                             [--svg FILE] [--only VARIANT,...]; starts private servers with deploy/dev-servers.sh
              scale          what a handoff costs in large: with 1,000, 100,000 and 1,000,000 finished transfers stored, with 100,000 legs waiting, while 20,000 legs
                             drain, and with 1, 2 and 3 replicas; --station for SQLite; "scale --help" says more
              one-hub-down   how fast one leg completes while the other's hub is down, beside the same with both up
              micro          [--only signature,reading,packages,engine] parts of a handoff one by one, in short runs of BenchmarkDotNet
              markdown FILE  a result file of "plant" or "scale" as a table for docs/benchmarks.md and deploy/SCALING.md
              ledger         [--entries N] writing, verifying and proving out of a log of a million entries
              ledger-sequencing  [--entries N] [--per-second N] [--seconds N] [--store sqlite|postgres] from an event's commit to the checkpoint that covers it;
                             on PostgreSQL with private servers like those of "plant"
              ledger-station     this program on SQLite with the log and without it, interleaved, medians
            """
        );
        return 2;
}
