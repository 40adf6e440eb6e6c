using System.Net;
using HandoffSaga.Specs.Outbound;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Outbound;

public sealed class When_a_hub_wants_a_client_certificate
{
    private const string Package = "PKG-TLS";

    [Theory]
    [InlineData("TLSv1_2")]
    [InlineData("TLSv1_3")]
    public async Task The_station_says_so_and_goes_on_once_it_has_one(string version)
    {
        using var plant = new Authority("Plant CA");
        using var stranger = new Authority("Stranger CA");
        using var server = plant.Issue();
        await using var station = await RealStation.With();
        string File(string name, string text)
        {
            var path = Path.Combine(station.Folder, name);
            System.IO.File.WriteAllText(path, text);
            return path;
        }

        // Given: a hub of the plant's own authority, and a station that comes with a stranger's certificate
        var ca = File("ca.pem", plant.RootPem);
        var (hub, port) = await PythonTlsHub.Start(
            File("hub.pem", plant.ChainPem(server)),
            File("hub.key", Authority.KeyPem(server)),
            ca,
            version
        );
        await using var running = hub;
        using var strange = stranger.Issue("station-1");
        var certificate = File("own.pem", stranger.ChainPem(strange));
        var key = File("own.key", Authority.KeyPem(strange));
        station.Set("Hubs__Vault__Url", $"https://localhost:{port}/receive-test-results");
        station.Set("Tls__CaFile", ca);
        station.Set("Hubs__Vault__Tls__CertificateFile", certificate);
        station.Set("Hubs__Vault__Tls__KeyFile", key);
        await Commands.Run("chmod", "600", key);
        await station.Start();

        // When: it hands off
        (await station.Submit(Package)).ShouldBe(HttpStatusCode.Accepted);

        // Then: the leg says what is wrong
        await station.UntilLeg(Package, "vault_hub", "retry_pending");
        var leg = (await station.Find(Package))!.Value.GetProperty("legs").GetProperty("vault_hub");
        leg.GetProperty("last_error_code").GetString().ShouldBe("transport:tls_client_certificate", leg.GetRawText());
        hub.Said.ShouldNotContain("client ");

        // When: the files are replaced under the running program
        using var own = plant.Issue("station-1");
        File("own.pem", plant.ChainPem(own));
        File("own.key", Authority.KeyPem(own));

        // Then: the next attempt goes through
        await station.UntilComplete(1);
        hub.Said.ShouldContain("client station-1");
    }
}
