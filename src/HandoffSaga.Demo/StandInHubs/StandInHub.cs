using System.Text.Json;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>
/// A hub for development: it really receives, keeps what it got, answers receipts, and fails on demand. Any path takes deliveries by POST,
/// and its queue on a broker where it is given one; <c>GET /received</c> lists what it has; <c>PUT /fail</c> with a rule as text and
/// <c>DELETE /fail</c> (from loopback) stage an outage.
/// </summary>
internal sealed class StandInHub : IAsyncDisposable
{
    private const int MaxRequestBytes = 256 * 1024 * 1024;

    private readonly WebApplication _server;
    private readonly KeptPackages _packages;
    private readonly StandInHubOptions _options;
    private readonly string _name;
    private readonly RequestLog _log = new();
    private readonly FailSwitch _fail;
    private readonly DeliveryHandler _deliveries;
    private readonly CancellationTokenSource _stopping = new();
    private readonly BrokerDeliveries? _broker;
    private Task _takingFromBroker = Task.CompletedTask;

    private StandInHub(StandInHubOptions options, KeptPackages packages)
    {
        _options = options;
        _packages = packages;
        _name = options.Name ?? (options.Kind == HubKind.Vault ? "vault-hub" : "floor-hub");
        _fail = new FailSwitch(options.Fail);
        var standIn = new StandInDelivery(options.Kind, _name, options.Clock, packages, _log, _fail);
        _deliveries = new DeliveryHandler(standIn, options.Clock);
        _broker =
            options.Broker.Count > 0
                ? new BrokerDeliveries(options.Broker, options.BrokerTls, options.Kind, standIn, options.Tell, options.Clock)
                : null;
        _server = StandInServer.Build(options.Address, options.Port, MaxRequestBytes, Handle);
    }

    /// <summary>Where it listens, with the port it really has.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>Every delivery that came, in order, with any answer.</summary>
    public IReadOnlyList<ReceivedRequest> Received => _log.Snapshot();

    /// <summary>Every package it has, also those of former runs.</summary>
    public IReadOnlyList<KeptPackage> Kept => _packages.All;

    /// <summary>How often this run accepted each idempotency key. More than once must not happen.</summary>
    public IReadOnlyDictionary<string, int> AcceptedByKey =>
        Received
            .Where(request => request.Accepted)
            .GroupBy(request => request.IdempotencyKey, StringComparer.Ordinal)
            .ToDictionary(key => key.Key, key => key.Count(), StringComparer.Ordinal);

    /// <summary>The rules it fails by at present.</summary>
    public FailRules Fail
    {
        get => _fail.Rules;
        set => _fail.Rules = value;
    }

    /// <summary>Starts a hub. It listens when this returns.</summary>
    /// <exception cref="IOException">The port is taken, or the folder cannot be used.</exception>
    /// <exception cref="InvalidDataException">The folder holds files of something else.</exception>
    public static async Task<StandInHub> Start(StandInHubOptions options, CancellationToken cancellationToken)
    {
        var hub = new StandInHub(options, await KeptPackages.Open(options.Folder, cancellationToken));
        try
        {
            await hub._server.StartAsync(cancellationToken);
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }

        hub.BaseAddress = new Uri(hub._server.Urls.First());
        if (hub._broker is { } broker)
            hub._takingFromBroker = Task.Run(() => broker.Run(hub._stopping.Token), CancellationToken.None);
        return hub;
    }

    /// <summary>The deliveries from the first on, and each further one as it comes, until cancelled.</summary>
    public IAsyncEnumerable<ReceivedRequest> Follow(CancellationToken cancellationToken) => _log.Follow(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Requests that it keeps waiting on purpose would delay the stop.
        await _stopping.CancelAsync();
        await _takingFromBroker;
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _packages.Dispose();
        _stopping.Dispose();
    }

    private async Task Handle(HttpContext http)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
        try
        {
            await Route(http, leave.Token);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            http.Abort();
        }
    }

    private Task Route(HttpContext http, CancellationToken leave) =>
        (http.Request.Method, http.Request.Path.Value) switch
        {
            ("GET", "/received") => Answers.Json(http, StatusCodes.Status200OK, WriteReceived),
            ("PUT" or "DELETE", "/fail") => _fail.Handle(http, leave),
            ("POST", _) => _deliveries.Handle(http, leave),
            _ => Answers.Problem(
                http,
                StatusCodes.Status404NotFound,
                "Use POST on any path for deliveries, or GET /received, PUT /fail, DELETE /fail."
            ),
        };

    private void WriteReceived(Utf8JsonWriter json)
    {
        var kept = Kept;
        json.WriteStartObject();
        json.WriteString("hub", _name);
        json.WriteString("kind", _options.Kind == HubKind.Vault ? "vault" : "floor");
        json.WriteString("fail", Fail.Text);
        json.WriteNumber("total", kept.Count);
        json.WriteStartArray("items");
        foreach (var package in kept)
        {
            json.WriteStartObject();
            package.WriteMembers(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
