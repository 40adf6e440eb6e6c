using HandoffSaga.Durability;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Hubs.Amqp;

/// <summary>A station whose hubs, or one of them, are reached over a broker.</summary>
internal static class StationOverBroker
{
    /// <summary>How long a receipt is waited for.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static Task<Station> Started(string vault, string floor = "http", Action<Station>? given = null) =>
        Station.Started(station =>
        {
            station.Broker = new ScriptedBroker();
            (station.VaultConnector, station.FloorConnector) = (vault, floor);
            given?.Invoke(station);
        });

    /// <summary>
    /// The one delivery under way, once the time for its receipt runs: that time counts from the broker's confirm, which the program has
    /// only after the broker has the message. Until the command is done the program may still be about to look at the clock.
    /// </summary>
    public static async Task<RawPublication> Delivered(Station station)
    {
        var delivery = await station.Broker!.Next();
        await station.CommandsDone.Next(delivery.CorrelationId!);
        await station.UntilScheduled();
        return delivery;
    }

    /// <summary>The number and the outcome of each attempt for PKG-1.</summary>
    public static async Task<string[]> Attempts(Station station) =>
        [
            .. (await station.Queries.Attempts("PKG-1", CancellationToken.None))!.Items.Select(attempt =>
                $"{attempt.Attempt} {attempt.Outcome}"
            ),
        ];
}
