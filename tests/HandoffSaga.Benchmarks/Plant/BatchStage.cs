using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>A message as the handwritten pipeline sees it.</summary>
internal sealed record Piece(string PackageId, byte[] Body, ulong Tag);

/// <summary>Publishes one message and returns when the broker has confirmed it.</summary>
internal delegate Task PublishPiece(string queue, string packageId, byte[] body);

/// <summary>
/// One queue and what is done with what stands in it: whatever has come, up to 200 at once, then one acknowledgement for all of it.
/// </summary>
internal sealed class BatchStage : IAsyncDisposable
{
    private const int MostInBatch = 200;
    private const ushort Prefetch = 400;

    public static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true,
        new ThrottlingRateLimiter(2000)
    );

    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    private readonly Channel<Piece> _arrived = Channel.CreateUnbounded<Piece>(new() { SingleReader = true });
    private readonly IChannel _consuming;
    private readonly IChannel _publishing;
    private Task _work = Task.CompletedTask;

    private BatchStage(IChannel consuming, IChannel publishing) => (_consuming, _publishing) = (consuming, publishing);

    public static async Task<BatchStage> Start(IConnection connection, string queue, Func<IReadOnlyList<Piece>, PublishPiece, Task> handle)
    {
        var stage = new BatchStage(await connection.CreateChannelAsync(), await connection.CreateChannelAsync(Confirmed));
        await stage._consuming.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Quorum);
        await stage._consuming.BasicQosAsync(0, Prefetch, global: false);
        stage._work = Task.Run(() => stage.Work(handle));
        var consumer = new AsyncEventingBasicConsumer(stage._consuming);
        consumer.ReceivedAsync += async (_, delivery) =>
            await stage._arrived.Writer.WriteAsync(
                new(delivery.BasicProperties.CorrelationId ?? "", delivery.Body.ToArray(), delivery.DeliveryTag)
            );
        await stage._consuming.BasicConsumeAsync(queue, autoAck: false, consumer);
        return stage;
    }

    public static ValueTask Publish(IChannel channel, string queue, string packageId, byte[] body) =>
        channel.BasicPublishAsync(
            "",
            queue,
            mandatory: true,
            new BasicProperties
            {
                CorrelationId = packageId,
                Persistent = true,
                ContentType = "application/json",
            },
            body
        );

    public async ValueTask DisposeAsync()
    {
        _arrived.Writer.Complete();
        await _work;
        await _consuming.DisposeAsync();
        await _publishing.DisposeAsync();
    }

    private async Task Work(Func<IReadOnlyList<Piece>, PublishPiece, Task> handle)
    {
        var batch = new List<Piece>(MostInBatch);
        while (await _arrived.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostInBatch && _arrived.Reader.TryRead(out var piece))
            {
                batch.Add(piece);
            }

            await handle(batch, (queue, packageId, body) => Publish(_publishing, queue, packageId, body).AsTask());
            await _consuming.BasicAckAsync(batch[^1].Tag, multiple: true);
        }
    }
}
