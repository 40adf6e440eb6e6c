using System.Diagnostics;
using System.Globalization;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>The plant on its worst day. The servers are its own, for they are hurt.</summary>
public sealed class When_everything_is_hurt_at_once(ITestOutputHelper output) : IAsyncLifetime
{
    private const int InRound = 100;

    private static readonly int Kills = Rounds.Of(all: 10, few: 4);
    private static readonly int Signoffs = Kills * InRound;

    private PrivatePostgres _postgres = null!;
    private RabbitMqServer _rabbitMq = null!;

    public async ValueTask InitializeAsync() => (_postgres, _rabbitMq) = (await PrivatePostgres.Start(), await PrivateRabbitMq.Start());

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _rabbitMq.DisposeAsync();
    }

    [Fact]
    public async Task All_signoffs_complete_and_each_hub_has_accepted_each_package_once()
    {
        // Given a Guardian and two hubs in Python, and three replicas between them
        await using var broker = await _rabbitMq.NewVirtualHost();
        await using var plant = await PythonPlant.On(_postgres, broker.Amqp.AbsoluteUri);
        await plant.Start(replicas: 3);
        var packages = Enumerable.Range(0, Signoffs).Select(n => string.Create(CultureInfo.InvariantCulture, $"PKG-{n:D4}")).ToArray();
        var took = Stopwatch.StartNew();

        // When, while a hundred signoffs are under way in each round, a replica is killed and replaced, once the broker too, and once the
        // database
        foreach (var (round, batch) in packages.Chunk(InRound).Index())
        {
            var publishing = plant.Publish(batch);
            await plant.UntilAccepted((round * InRound) + (InRound / 3));
            if (round == Kills / 3)
            {
                await Restarted(_rabbitMq);
            }
            else if (round == Kills * 2 / 3)
            {
                await Restarted(_postgres);
            }

            await plant.Replace(round % 3);
            await publishing;
        }

        // Then
        await plant.UntilComplete(Signoffs);
        output.WriteLine(
            $"{Signoffs} signoffs, {Kills} kills: complete after {took.Elapsed.TotalSeconds:F0} s; duplicates answered by the vault {plant.Vault.Duplicates}, by the node {plant.Node.Duplicates}"
        );
        await plant.EverythingIsWhereItBelongs(packages, broker);
    }

    private static async Task Restarted(RabbitMqServer broker)
    {
        await broker.Kill();
        await broker.StartAgain();
    }

    private static async Task Restarted(PrivatePostgres database)
    {
        await database.Crash();
        await database.Up();
    }
}
