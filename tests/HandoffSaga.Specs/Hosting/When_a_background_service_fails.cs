using System.Reflection;
using System.Runtime.CompilerServices;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Host.Station;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.Settings;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Specs.Hosting;

/// <summary>No background service's failure ends the process while others work: it is reported and starts again.</summary>
public sealed class When_a_background_service_fails
{
    private readonly LoggedLines<KeptService> _said = new();
    private readonly WatchedClock _clock = new();

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    /// <summary>Every background service there is.</summary>
    public static TheoryData<string> Services =>
        [
            .. new[] { typeof(IUnitOfWork).Assembly, typeof(TransferState).Assembly, typeof(KeptService).Assembly }
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.IsSubclassOf(typeof(BackgroundService)) && !type.IsAbstract)
                .Select(type => type.AssemblyQualifiedName!),
        ];

    [Fact]
    public void All_of_them_are_meant() => Services.Count.ShouldBeGreaterThanOrEqualTo(7);

    [Theory]
    [MemberData(nameof(Services))]
    public async Task It_is_reported_and_starts_again_after_a_pause(string type)
    {
        // Given a service that fails at its first step, because nothing it needs is there
        var service = WithoutWhatItNeeds(Type.GetType(type, throwOnError: true)!);
        using var kept = new KeptService(service, _clock, _said);

        await kept.StartAsync(Ends);
        await _clock.Waits.First(pause => pause == TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _clock.Waits.First(pause => pause == TimeSpan.FromSeconds(2));
        await kept.StopAsync(Ends);

        _said.All.Count.ShouldBe(2);
        _said.All.ShouldAllBe(said => said.Level == LogLevel.Error && said.Line.StartsWith(service.GetType().Name + " failed"));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{ "Intake": { "Folder": "in" }, "Ledger": { "ForwardUrl": "http://127.0.0.1:9/" } }""")]
    [InlineData(
        """{ "Bus": { "Provider": "rabbitmq" }, "Store": { "Provider": "postgres", "ConnectionString": "Host=127.0.0.1;Database=x;Username=x" } }"""
    )]
    public async Task That_is_so_for_each_that_a_program_registers(string configuration)
    {
        using var sources = new Sources().AppSettings(configuration).Variable("HANDOFF_DataFolder", Path.GetTempPath());
        var services = new ServiceCollection().AddLogging().AddHandoffStation(sources.Settings());

        await using var provider = services.BuildServiceProvider();
        var hosted = provider.GetServices<IHostedService>().ToList();

        hosted.OfType<BackgroundService>().ShouldBeEmpty();
        hosted.OfType<KeptService>().Select(kept => kept.Service.Name).ShouldContain("OutboxSweeper");
        hosted.OfType<KeptService>().Select(kept => kept.Service.Name).ShouldContain("LedgerLogService");
    }

    [Fact]
    public async Task One_that_ends_by_itself_is_left_alone()
    {
        using var kept = new KeptService(new Ending(), _clock, _said);

        await kept.StartAsync(Ends);
        await kept.Completion.WaitAsync(TimeSpan.FromSeconds(30), Ends);
        await kept.StopAsync(Ends);

        _said.All.ShouldBeEmpty();
        _clock.Waits.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Its_pauses_grow_up_to_a_minute()
    {
        using var kept = new KeptService(new Failing(), _clock, _said);
        await kept.StartAsync(Ends);

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60 })
        {
            await _clock.Waits.First(pause => pause == TimeSpan.FromSeconds(seconds));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        await kept.StopAsync(Ends);
        _said.All.Count.ShouldBeGreaterThanOrEqualTo(7);
    }

    [Fact]
    public async Task A_failure_while_the_program_stops_keeps_nobody_from_stopping()
    {
        // Given a service that is being started again, and fails when the program already stops
        using var service = new FailingLate();
        using var kept = new KeptService(service, _clock, _said);
        await kept.StartAsync(Ends);
        await _clock.Waits.First(pause => pause == TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await service.StartsAgain.Task.WaitAsync(Ends);

        var stopping = kept.StopAsync(Ends);
        service.Fails.SetResult();

        await stopping.WaitAsync(Ends);
        _said.All.Count.ShouldBe(1);
    }

    private static BackgroundService WithoutWhatItNeeds(Type type)
    {
        var service = (BackgroundService)RuntimeHelpers.GetUninitializedObject(type);
        // Before its first step it may say that it is not ready.
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
        {
            if (field.FieldType == typeof(BusReadiness) && type == typeof(PreparedBroker))
                field.SetValue(service, new BusReadiness());
        }

        return service;
    }

    private sealed class Ending : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }

    private sealed class Failing : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => throw new InvalidOperationException("surprise");
    }

    private sealed class FailingLate : BackgroundService
    {
        private bool _wasStarted;

        public TaskCompletionSource StartsAgain { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Fails { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            if (_wasStarted)
            {
                StartsAgain.SetResult();
                await Fails.Task;
                throw new InvalidOperationException("too late");
            }

            _wasStarted = true;
            await base.StartAsync(cancellationToken);
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => throw new InvalidOperationException("surprise");
    }
}
