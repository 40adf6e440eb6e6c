using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.Closing;
using HandoffSaga.Durability;
using HandoffSaga.Health;
using HandoffSaga.Host.Api;
using HandoffSaga.Intake;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Signoffs;
using HandoffSaga.Specs.Storage;
using HandoffSaga.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Api;

/// <summary>The API on a real server and a real store; what stands behind the ports is played.</summary>
internal sealed class RunningApi : IAsyncDisposable, ISignoffIntake, IRedeliveryService, ILegClosingService, IReadiness, IStoreAvailability
{
    private readonly WebApplication _app;

    private RunningApi(StationStore store, HandoffApiOptions options, IntakeOptions intake)
    {
        Store = store;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddSingleton<ISignoffIntake>(this).AddSingleton<IRedeliveryService>(this).AddSingleton<IReadiness>(this);
        builder.Services.AddSingleton<ILegClosingService>(this);
        builder.Services.AddSingleton<IStoreAvailability>(this).AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(store.Queries).AddSingleton(intake);
        builder.Services.AddSingleton(new LedgerLogOptions("handoff.local/NODE-001", "", LedgerFolder));
        builder.Services.AddHandoffApi(options);
        _app = builder.Build();
        _app.UseHandoffApi();
        _app.MapHandoffApi();
    }

    public StationStore Store { get; }

    public string LedgerFolder { get; } = Directory.CreateTempSubdirectory("handoff-api-ledger-").FullName;

    public HttpClient Http { get; private set; } = null!;

    public Func<byte[], IntakeResult> OnSignoff { get; set; } = _ => new IntakeResult.Accepted("PKG-1");

    public Func<string, Destination, RedeliveryResult> OnRedelivery { get; set; } = (_, _) => new RedeliveryResult.Requested();

    public Readiness Health { get; set; } = new([HealthCheck.Good("store"), HealthCheck.Good("bus")]);

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>What a signoff waits for.</summary>
    public Func<CancellationToken, Task> StoreAnswers { get; set; } = _ => Task.CompletedTask;

    public DateTimeOffset? OutageSince { get; set; }

    public DateTimeOffset? RestoredAt => null;

    public bool EndsWaits => true;

    public List<byte[]> Signoffs { get; } = [];

    /// <summary>How much was read of each signoff that was too large.</summary>
    public ConcurrentBag<int> TooLarge { get; } = [];

    public List<(string PackageId, Destination Leg, string Reason, Requester Requester)> Redeliveries { get; } = [];

    public List<(string PackageId, Destination Leg, string Reason, Requester Requester)> Closings { get; } = [];

    public CloseResult OnClose { get; set; } =
        new CloseResult.Closed(new LegClosing(new DateTimeOffset(2025, 6, 1, 15, 2, 11, TimeSpan.Zero), "A. Smith", "it has it"));

    public static async Task<RunningApi> Start(HandoffApiOptions? options = null, IntakeOptions? intake = null)
    {
        var store = await StationStore.Migrated();
        var api = new RunningApi(store, options ?? new HandoffApiOptions(), intake ?? new IntakeOptions());
        await api._app.StartAsync();
        api.Http = new HttpClient { BaseAddress = new Uri(api._app.Urls.Single()) };
        return api;
    }

    public async Task<Answer> Get(string path) => await Answer.Of(await Http.GetAsync(path));

    public async Task<Answer> Post(string path, string json) =>
        await Answer.Of(await Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json")));

    public async Task<IntakeResult> Accept(
        ReadOnlyMemory<byte> body,
        string source,
        string? contentType,
        CancellationToken cancellationToken
    )
    {
        source.ShouldBe("http");
        Signoffs.Add(body.ToArray());
        await StoreAnswers(cancellationToken);
        return OnSignoff(body.ToArray());
    }

    public Task<IntakeResult> RejectTooLarge(ReadOnlyMemory<byte> beginning, string source, CancellationToken cancellationToken)
    {
        source.ShouldBe("http");
        TooLarge.Add(beginning.Length);
        return Task.FromResult<IntakeResult>(new IntakeResult.Unavailable("not looked at"));
    }

    public Task<RedeliveryResult> Request(
        string packageId,
        Destination leg,
        string reason,
        Requester requester,
        CancellationToken cancellationToken
    )
    {
        Redeliveries.Add((packageId, leg, reason, requester));
        return Task.FromResult(OnRedelivery(packageId, leg));
    }

    public Task<CloseResult> Close(
        string packageId,
        Destination leg,
        string reason,
        Requester requester,
        CancellationToken cancellationToken
    )
    {
        Closings.Add((packageId, leg, reason, requester));
        return Task.FromResult(OnClose);
    }

    public Task<Readiness> Check(CancellationToken cancellationToken) => Task.FromResult(Health);

    public Task Back(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(LedgerFolder, recursive: true);
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string? MediaType, HttpResponseMessage Message, byte[] Bytes)
{
    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public static async Task<Answer> Of(HttpResponseMessage message) =>
        new(message.StatusCode, message.Content.Headers.ContentType?.MediaType, message, await message.Content.ReadAsByteArrayAsync());

    /// <summary>Problem details with all five members, and the status they speak of.</summary>
    public JsonNode ShouldBeProblem(HttpStatusCode status)
    {
        Status.ShouldBe(status);
        MediaType.ShouldBe("application/problem+json");
        Json.AsObject().Select(member => member.Key).ShouldBe(["type", "title", "status", "detail", "errors"]);
        ((int)Json["status"]!).ShouldBe((int)status);
        ((string)Json["title"]!).ShouldNotBeEmpty();
        ((string)Json["detail"]!).ShouldNotBeEmpty();
        return Json;
    }
}
