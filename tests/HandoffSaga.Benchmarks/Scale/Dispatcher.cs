using System.Globalization;
using System.Text;
using System.Threading.Channels;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Plant;
using HandoffSaga.Benchmarks.Station;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Transfers;

namespace HandoffSaga.Benchmarks.Scale;

/// <summary>
/// The program that is measured, in a process of its own: a dispatcher or a station that does what it is told on its standard input, and
/// says on its standard output how far which transfer is. What drives it costs it nothing but these lines.
/// </summary>
internal static class Dispatcher
{
    public const string Ready = "ready";
    public const string Complete = "complete ";
    public const string NextNodeThrough = "next-node ";
    public const string Waits = "waits ";
    public const string Seen = "seen ";
    public const string AskSeen = "seen?";
    public const string VaultUp = "vault up";
    public const string VaultDown = "vault down";

    public static async Task<int> Run(Options options)
    {
        var takes = TimeSpan.FromMilliseconds(options.Number("--hub-ms", 0));
        var (vault, nextNode) = (new ScaleHub(takes) { IsUp = options.Text("--vault") != "down" }, new ScaleHub(takes));
        var lines = Channel.CreateUnbounded<string>(new() { SingleReader = true });
        var writing = Write(lines.Reader);
        // What waits, waits beyond every run; where it is due is said from outside.
        var redelivery = RedeliveryPolicy.Default with
        {
            Delays = [TimeSpan.FromHours(6), TimeSpan.FromHours(6), TimeSpan.FromHours(6)],
        };
        var folder = options.Text("--folder")!;
        if (options.Text("--servers") is { } servers)
        {
            await using var plant = new HandoffSagaPlant(await PlantServers.Running(servers), folder)
            {
                Database = options.Text("--database")!,
                KeyFile = options.Text("--key")!,
                Vault = vault,
                NextNode = nextNode,
                Redelivery = redelivery,
                CommandsStayLocal = options.Text("--commands") == "local",
            };
            plant.Progressed += transfer => Tell(lines.Writer, transfer);
            await plant.Start();
            await Obey(lines.Writer, vault, nextNode, _ => Task.CompletedTask);
        }
        else
        {
            await using var station = new HandoffSagaStation(folder)
            {
                Vault = vault,
                NextNode = nextNode,
                Redelivery = redelivery,
            };
            station.Progressed += transfer => Tell(lines.Writer, transfer);
            await station.Start();
            await Obey(lines.Writer, vault, nextNode, signoff => station.Submit("", signoff));
        }

        lines.Writer.Complete();
        await writing;
        return 0;
    }

    private static void Tell(ChannelWriter<string> lines, TransferState transfer)
    {
        if (transfer.CompletedAt is not null)
        {
            lines.TryWrite(Complete + transfer.PackageId);
        }
        else if (transfer.NextNode.Status == LegStatus.Complete)
        {
            lines.TryWrite(
                (transfer.Vault.Status is LegStatus.RetryPending or LegStatus.Escalated ? Waits : NextNodeThrough) + transfer.PackageId
            );
        }
    }

    private static async Task Obey(ChannelWriter<string> lines, ScaleHub vault, ScaleHub nextNode, Func<byte[], Task> submit)
    {
        lines.TryWrite(Ready);
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is { } line)
        {
            switch (line)
            {
                case VaultUp or VaultDown:
                    vault.IsUp = line == VaultUp;
                    break;
                case AskSeen:
                    lines.TryWrite(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Seen}{vault.Deliveries} {vault.Repeated} {nextNode.Deliveries} {nextNode.Repeated}"
                        )
                    );
                    break;
                default:
                    _ = submit(Encoding.UTF8.GetBytes(line));
                    break;
            }
        }
    }

    private static async Task Write(ChannelReader<string> lines)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false };
        while (await lines.WaitToReadAsync())
        {
            while (lines.TryRead(out var line))
            {
                await output.WriteLineAsync(line);
            }

            await output.FlushAsync();
        }
    }
}
