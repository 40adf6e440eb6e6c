using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace HandoffSaga.Specs.Outbound;

/// <summary>A hub behind TLS, which answers 200 and closes the connection, so that each delivery makes a new one.</summary>
internal sealed class TlsHub : IAsyncDisposable
{
    private readonly WebApplication _server;

    private TlsHub(Action<HttpsConnectionAdapterOptions> tls)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(
                    IPAddress.Loopback,
                    0,
                    listen =>
                    {
                        listen.Protocols = HttpProtocols.Http1;
                        listen.UseHttps(tls);
                    }
                )
            );
        _server = builder.Build();
        _server.Run(http =>
        {
            Clients.Enqueue(http.Connection.ClientCertificate?.Subject);
            http.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
    }

    /// <summary>The subject of each request's client certificate.</summary>
    public ConcurrentQueue<string?> Clients { get; } = new();

    public Uri Url => new(_server.Urls.First().Replace("127.0.0.1", "localhost") + "/receive-test-results");

    /// <param name="clients">The root of those who may come; null when anyone may.</param>
    public static async Task<TlsHub> With(
        Authority authority,
        X509Certificate2 certificate,
        Authority? clients = null,
        SslProtocols protocols = SslProtocols.None
    )
    {
        var hub = new TlsHub(tls =>
        {
            tls.ServerCertificate = certificate;
            tls.ServerCertificateChain = [authority.Issuer];
            tls.SslProtocols = protocols;
            if (clients is null)
                return;
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.ClientCertificateValidation = (client, chain, _) => IsOf(clients, client, chain!);
        });
        await hub._server.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // The root alone is known: the client has to send its issuer.
    private static bool IsOf(Authority clients, X509Certificate2 client, X509Chain sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(clients.RootPem);
        chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(client);
    }
}
