using System.Net;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>A bare Kestrel inside another program: no configuration, no environment, no log, no signal handling.</summary>
internal static class StandInServer
{
    public static WebApplication Build(IPAddress address, int port, long maxRequestBytes, RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = maxRequestBytes;
                kestrel.Listen(address, port);
            });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

        var server = builder.Build();
        server.Run(handle);
        return server;
    }

    /// <summary>The default would take SIGINT and SIGTERM away from the program around it.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
