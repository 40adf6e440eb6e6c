using HandoffSaga.Durability;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Station;

/// <summary>Runs a station in this process.</summary>
internal static class StationHost
{
    /// <summary>How long work in progress may take to finish. Unfinished work is on disk and continues at the next start.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    /// <summary>Runs until <paramref name="stop"/>, then drains. True when it ended because it was asked to.</summary>
    /// <exception cref="IOException">An address is taken, or the data folder cannot be used.</exception>
    /// <exception cref="StoreInUseException">Another process has the store.</exception>
    /// <exception cref="StartRefusedException">A restart would fail too.</exception>
    public static async Task<bool> Run(HandoffSettings settings, Action<ILoggingBuilder> logging, CancellationToken stop)
    {
        await using var app = Build(settings, logging);
        var announcement = app.Services.GetRequiredService<StationAnnouncement>();
        announcement.Starting(settings);
        try
        {
            await Start(app, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }

        announcement.Listening(string.Join(", ", app.Urls));

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
        await Cancelled(ended.Token);
        if (stop.IsCancellationRequested)
            announcement.Stopping();
        else
            announcement.Failed();
        await app.StopAsync(CancellationToken.None);
        announcement.Stopped();
        return stop.IsCancellationRequested;
    }

    /// <summary>Starts a station and returns when it accepts signoffs.</summary>
    public static async Task<RunningStation> Start(
        HandoffSettings settings,
        Action<ILoggingBuilder> logging,
        CancellationToken cancellationToken
    )
    {
        var app = Build(settings, logging);
        try
        {
            await Start(app, cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new RunningStation(
            new Uri(app.Urls.First()),
            async () =>
            {
                await app.StopAsync(CancellationToken.None);
                await app.DisposeAsync();
            }
        );
    }

    /// <summary>Starts everything or nothing: after a failure, the started parts are stopped in order.</summary>
    private static async Task Start(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            await app.StopAsync(CancellationToken.None);
            if (StartFailure.Explain(failure, [.. app.Urls]) is { } refused)
                throw refused;
            throw;
        }
    }

    /// <summary>
    /// Builds the application, configured only by <paramref name="settings"/>: by no file, variable or default of the framework.
    /// </summary>
    private static WebApplication Build(HandoffSettings settings, Action<ILoggingBuilder> logging)
    {
        DataFolder.Create(settings.DataFolder);
        DataFolder.CreateStore(settings.Store);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        logging(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(ServerLimits.Apply);
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, StationLifetime>();
        builder.Services.AddSingleton<StationAnnouncement>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain);
        builder.Services.AddHandoffStation(settings);

        var app = builder.Build();
        foreach (var url in settings.Api.Urls)
            app.Urls.Add(url);
        app.MapHandoffStation();
        return app;
    }

    private static Task Cancelled(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(cancelled.SetResult);
        return cancelled.Task;
    }
}

/// <summary>A station that accepts signoffs at <paramref name="address"/>, until it is disposed of.</summary>
internal sealed class RunningStation(Uri address, Func<Task> stop) : IAsyncDisposable
{
    public Uri Address => address;

    public async ValueTask DisposeAsync() => await stop();
}
