using System.Text;
using HandoffSaga.Authorization;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Postgres;
using HandoffSaga.Intake;
using HandoffSaga.Rejections;
using HandoffSaga.Signoffs;
using HandoffSaga.Specs.Durability.Postgres;
using HandoffSaga.Specs.Harness;
using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace HandoffSaga.Specs.Intake;

/// <summary>
/// A signoff from the broker may only land in the poison queue for what is wrong with itself. Anything else leaves it with the broker.
/// </summary>
public sealed class When_the_store_fails_under_a_signoff
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public static TheoryData<string> Codes => What_a_failure_of_PostgreSQL_means.Codes;

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_code_of_a_server_poisons_it_unless_it_is_about_a_value(string sqlState)
    {
        var failure = new PostgresException("as said by a server", "ERROR", "ERROR", sqlState);

        PoisonCause.IsTheMessages(failure).ShouldBe(failure.Fault() == StoreFault.RowsOnly);
        // As EF Core wraps it, and as tasks do.
        PoisonCause
            .IsTheMessages(new InvalidOperationException("likely due to a transient failure", failure))
            .ShouldBe(failure.Fault() == StoreFault.RowsOnly);
        PoisonCause.IsTheMessages(failure.AsUnavailable()).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_that_surrounds_a_message_poisons_it()
    {
        Exception[] surroundings =
        [
            new StoreUnavailableException(),
            new StoreUnusableException(),
            new StoreInUseException(),
            new UnitOfWorkConflictException(),
            new ConcurrencyException("Another writer was faster 20 times.", typeof(object), Guid.Empty),
            new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
            new SqliteException("database disk image is malformed", 11),
            new SqliteException("disk I/O error", 10),
            new SqliteException("constraint failed", 19),
            new IOException("No space left on device"),
            new UnauthorizedAccessException(),
            new TimeoutException(),
            new OperationCanceledException(),
            new ObjectDisposedException("connection"),
            new InsufficientMemoryException(),
            new System.Net.Sockets.SocketException(),
            new System.Net.Http.HttpRequestException(),
            new RabbitMQ.Client.Exceptions.BrokerUnreachableException(new IOException()),
            new AggregateException(new FormatException(), new StoreUnavailableException()),
        ];

        surroundings.ShouldAllBe(failure => !PoisonCause.IsTheMessages(failure));
    }

    [Fact]
    public void What_would_fail_again_at_any_time_does()
    {
        Exception[] own =
        [
            new FormatException(),
            new System.Text.Json.JsonException(),
            new InvalidDataException(),
            What_a_failure_of_PostgreSQL_means.Raise(typeof(NullReferenceException)),
            new KeyNotFoundException(),
            new System.Diagnostics.UnreachableException(),
            new EncoderFallbackException(),
            new SqliteException("string or blob too big", 18),
            new AggregateException(new FormatException()),
        ];

        own.ShouldAllBe(failure => PoisonCause.IsTheMessages(failure));
    }

    [Theory]
    [InlineData("26000")]
    [InlineData("42P05")]
    [InlineData("08P01")]
    [InlineData("22P03")]
    [InlineData("42P01")]
    [InlineData("XX001")]
    public async Task A_good_one_stays_with_the_broker_whatever_the_store_says(string sqlState)
    {
        await using var station = await Station.Started();
        var failure = new PostgresException("as said by a server", "ERROR", "ERROR", sqlState).AsUnavailable();

        var thrown = await Should.ThrowAsync<StoreUnavailableException>(() => Over(station, failure).Handle(Good(), Ends));

        PoisonCause.IsTheMessages(thrown).ShouldBeFalse();
    }

    [Fact]
    public async Task A_good_one_stays_with_the_broker_when_other_writers_are_always_faster()
    {
        await using var station = await Station.Started();
        var failure = new ConcurrencyException("Another writer was faster 20 times.", typeof(object), Guid.Empty);

        var thrown = await Should.ThrowAsync<Exception>(() => Over(station, failure).Handle(Good(), Ends));

        PoisonCause.IsTheMessages(thrown).ShouldBeFalse();
    }

    private static RawMessage Good() =>
        new()
        {
            Body = SampleSignoffs.For("PKG-1", null),
            Queue = QueueIntake.Queue,
            Exchange = "guardian.signoffs",
            RoutingKey = "",
            Headers = new Dictionary<string, object?>(),
        };

    private static QueueIntake Over(Station station, Exception failure) =>
        new(
            new SignoffIntake(
                station.Services.GetRequiredService<IntakeOptions>(),
                station.Services.GetRequiredService<SignoffAuthorization>(),
                new FailingSaga(failure),
                station.Services.GetRequiredService<IRowReader>(),
                station.Services.GetRequiredService<RejectionThrottle>(),
                station.Services.GetRequiredService<RejectionLog>(),
                NullLogger<SignoffIntake>.Instance
            )
        );

    private sealed class FailingSaga(Exception failure) : ISagaDispatcher
    {
        public Task Dispatch<T>(T message, CancellationToken cancellationToken, params object[] payloads)
            where T : class => Task.FromException(failure);
    }
}
