using System.Diagnostics;
using System.Net;
using HandoffSaga.Specs.Outbound;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>A real broker over amqps, with the plant's own authority.</summary>
public sealed class When_the_broker_speaks_TLS(RealServers servers) : IDisposable
{
    private static readonly TimeSpan Truth = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("broker-tls-");
    private readonly Authority _plant = new("Plant CA");
    private readonly Authority _stranger = new("Stranger CA");

    public void Dispose()
    {
        _plant.Dispose();
        _stranger.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_wrong_with_its_certificate_is_said_everywhere_and_a_right_one_ends_it()
    {
        using var listener = new TlsListener();
        using var expired = _plant.Issue(validFromDays: -30, validToDays: -1);
        listener.Shows(_plant, expired);
        await using var broker = (PrivateRabbitMq)await PrivateRabbitMq.Start(more: listener.Configuration);
        await using var plant = await PlantSite.On(servers, broker);
        var ca = File("ca.pem", _plant.RootPem);
        var url = listener.Seen(plant.Broker).ToString();

        // Given a certificate that expired
        var replica = await plant.Start(("Bus__Url", url), ("Tls__CaFile", ca));
        await using var hub = HubProcess.Run(
            "--kind",
            "vault",
            "--amqp",
            url,
            "--ca-file",
            ca,
            "--folder",
            Path.Combine(_folder.FullName, "vault")
        );
        await Says(plant, replica, "certificate of CN=localhost expired at");
        await When_messages_go_over_a_broker.Until(() => Task.FromResult(hub.Said.Contains("expired at", StringComparison.Ordinal)));

        // When it is replaced by one that is wrong in another way, again and again
        using var early = _plant.Issue(validFromDays: 1);
        await listener.Shows(broker, _plant, early);
        await Says(plant, replica, "certificate of CN=localhost is not valid before");
        using var other = _plant.Issue("mq.plant.example");
        await listener.Shows(broker, _plant, other);
        await Says(plant, replica, "certificate is for mq.plant.example, not for localhost");
        using var strange = _stranger.Issue();
        await listener.Shows(broker, _stranger, strange);
        await Says(plant, replica, "is issued by CN=Stranger CA root, which is not trusted here");

        // Then a right one lets everything go on
        await plant.Submit("PKG-1");
        using var good = _plant.Issue();
        await listener.Shows(broker, _plant, good);
        await Until(plant, replica, HttpStatusCode.OK);
        await plant.UntilComplete(1);
        replica.Messages.ShouldNotContain("   at ", customMessage: "words, no stack traces");
        foreach (var problem in new[] { "expired at", "not valid before", "not for localhost", "not trusted here" })
        {
            hub.Said.ShouldContain(problem);
            replica
                .Messages.Split('\n')
                .Count(line => line.Contains("BrokerLogin", StringComparison.Ordinal) && line.Contains(problem, StringComparison.Ordinal))
                .ShouldBe(1, problem);
        }
    }

    [Fact]
    public async Task One_that_wants_a_client_certificate_says_so_and_gets_what_the_files_hold_now()
    {
        using var listener = new TlsListener(clients: _plant);
        using var server = _plant.Issue();
        listener.Shows(_plant, server);
        await using var broker = (PrivateRabbitMq)await PrivateRabbitMq.Start(more: listener.Configuration);
        await using var plant = await PlantSite.On(servers, broker);
        using var strange = _stranger.Issue("dispatcher-1");
        var certificate = File("own.pem", _stranger.ChainPem(strange));
        var key = File("own.key", Authority.KeyPem(strange));
        await Commands.Run("chmod", "600", key);

        // Given a replica that comes with a stranger's certificate
        var replica = await plant.Start(
            ("Bus__Url", listener.Seen(plant.Broker).ToString()),
            ("Tls__CaFile", File("ca.pem", _plant.RootPem)),
            ("Bus__Tls__CertificateFile", certificate),
            ("Bus__Tls__KeyFile", key)
        );
        await Says(plant, replica, "client certificate");

        // When the files are replaced under the running program
        using var own = _plant.Issue("dispatcher-1");
        File("own.pem", _plant.ChainPem(own));
        File("own.key", Authority.KeyPem(own));

        // Then the next connection is made with the new ones
        await Until(plant, replica, HttpStatusCode.OK);
        await plant.Submit("PKG-1");
        await plant.UntilComplete(1);
    }

    [Fact]
    public async Task Each_node_is_asked_for_its_own_name()
    {
        const string address = "127.0.0.2";
        using var listener = new TlsListener(address: address);
        using var second = _plant.Issue(address);
        listener.Shows(_plant, second);
        await using var broker = (PrivateRabbitMq)await PrivateRabbitMq.Start(more: listener.Configuration);
        await using var plant = await PlantSite.On(servers, broker);
        using var first = _plant.Issue();
        var front = new TlsFront(first, _plant.Issuer, plant.Broker.Amqp.Port);
        var nodes = $"{new UriBuilder(listener.Seen(plant.Broker)) { Port = front.Port }.Uri},{listener.Seen(plant.Broker, address)}";

        // Given two nodes of different names, and a replica that begins with the first
        var replica = await plant.Start(("Bus__Url", nodes), ("Tls__CaFile", File("ca.pem", _plant.RootPem)));
        await Until(plant, replica, HttpStatusCode.OK);
        front.Connections.ShouldBeGreaterThan(0);

        // When the first goes away
        await front.DisposeAsync();
        await plant.Submit("PKG-1");

        // Then the second is taken under its own name
        await plant.UntilComplete(1);
        await Until(plant, replica, HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_speaks_no_TLS_and_who_is_asked_without_it_are_named()
    {
        using var listener = new TlsListener();
        using var good = _plant.Issue();
        listener.Shows(_plant, good);
        await using var broker = (PrivateRabbitMq)await PrivateRabbitMq.Start(more: listener.Configuration);
        await using var plant = await PlantSite.On(servers, broker);

        var replica = await plant.Start(("Bus__Url", new UriBuilder(plant.Broker.Amqp) { Scheme = "amqps" }.Uri.ToString()));
        var other = await plant.Start(
            ("DataFolder", Path.Combine(_folder.FullName, "other")),
            ("Bus__Url", new UriBuilder(listener.Seen(plant.Broker)) { Scheme = "amqp" }.Uri.ToString())
        );

        await Says(plant, replica, "does not speak TLS");
        await Says(plant, other, "does it want TLS (amqps)?");
    }

    private static async Task Says(PlantSite plant, HandoffProcess replica, string words)
    {
        var since = Stopwatch.GetTimestamp();
        await When_messages_go_over_a_broker.Until(async () =>
            (await plant.HealthText(replica)).Contains(words, StringComparison.Ordinal)
            || (
                Stopwatch.GetElapsedTime(since) > Truth
                    ? throw new ShouldAssertException($"{words}\n{await plant.HealthText(replica)}\n{replica.Messages}")
                    : false
            )
        );
        (await plant.Health(replica)).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static Task Until(PlantSite plant, HandoffProcess replica, HttpStatusCode health) => plant.Until(replica, health);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
