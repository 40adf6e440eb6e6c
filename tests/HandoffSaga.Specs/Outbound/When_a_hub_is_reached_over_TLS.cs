using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Specs.Hubs;

namespace HandoffSaga.Specs.Outbound;

public sealed class When_a_hub_is_reached_over_TLS : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tls-");
    private readonly Authority _plant = new("Plant CA");
    private readonly Authority _stranger = new("Stranger CA");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _plant.Dispose();
        _stranger.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_certificate_of_the_own_authority_is_trusted_once_it_is_configured()
    {
        using var certificate = _plant.Issue();
        await using var hub = await TlsHub.With(_plant, certificate);

        var trusted = await Deliver(hub.Url, new() { CaFile = File("ca.pem", _stranger.RootPem + _plant.RootPem) });
        var unknown = await Deliver(hub.Url, new());

        trusted.Outcome.ShouldBe(AttemptOutcome.Delivered);
        ShouldFail(unknown, "transport:tls_unknown_issuer", "CN=localhost", "CN=Plant CA", "not trusted here");
        hub.Clients.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("expired", "transport:tls_expired", "CN=localhost expired at")]
    [InlineData("not yet valid", "transport:tls_not_yet_valid", "CN=localhost is not valid before")]
    [InlineData("of another name", "transport:tls_wrong_name", "certificate is for vault.plant.example, not for localhost")]
    [InlineData("of a stranger", "transport:tls_unknown_issuer", "issued by CN=Stranger CA")]
    public async Task A_certificate_that_is_wrong_is_rejected_for_its_own_reason(string wrong, string code, string says)
    {
        var authority = wrong == "of a stranger" ? _stranger : _plant;
        using var certificate = wrong switch
        {
            "expired" => authority.Issue(validFromDays: -30, validToDays: -1),
            "not yet valid" => authority.Issue(validFromDays: 1),
            "of another name" => authority.Issue("vault.plant.example"),
            _ => authority.Issue(),
        };
        await using var hub = await TlsHub.With(authority, certificate);

        var outcome = await Deliver(hub.Url, new() { CaFile = File("ca.pem", _plant.RootPem) });

        ShouldFail(outcome, code, says);
        hub.Clients.ShouldBeEmpty("nothing may be sent to whom is not trusted");
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_hub_that_wants_a_client_certificate_gets_it_with_its_issuers(SslProtocols protocol)
    {
        using var certificate = _plant.Issue();
        using var own = _plant.Issue("station-1");
        await using var hub = await TlsHub.With(_plant, certificate, clients: _plant, protocol);
        var tls = new TlsOptions { CaFile = File("ca.pem", _plant.RootPem) };

        var accepted = await Deliver(
            hub.Url,
            tls with
            {
                CertificateFile = File("own.pem", _plant.ChainPem(own)),
                KeyFile = File("own.key", Authority.KeyPem(own)),
            }
        );

        accepted.Outcome.ShouldBe(AttemptOutcome.Delivered);
        hub.Clients.ShouldBe(["CN=station-1"]);
    }

    [Fact]
    public async Task Files_that_change_count_from_the_next_connection_on()
    {
        using var first = _plant.Issue();
        using var one = _plant.Issue("station-1");
        using var two = _plant.Issue("station-2");
        var ca = File("ca.pem", _plant.RootPem);
        var client = File("client.pem", Whole(_plant, one).PadRight(4096, '\n'));
        var written = System.IO.File.GetLastWriteTimeUtc(client);
        await using var hub = await TlsHub.With(_plant, first, clients: _plant);
        using var connector = Connector(hub.Url, new() { CaFile = ca, CertificateFile = client });
        (await connector.Deliver(Sample.Delivery(), Ct)).Outcome.ShouldBe(AttemptOutcome.Delivered);

        // Of the same size and time.
        File("client.pem", Whole(_plant, two).PadRight(4096, '\n'));
        System.IO.File.SetLastWriteTimeUtc(client, written);
        (await connector.Deliver(Sample.Delivery(), Ct)).Outcome.ShouldBe(AttemptOutcome.Delivered);
        File("ca.pem", _stranger.RootPem);
        var rejected = await connector.Deliver(Sample.Delivery(), Ct);

        hub.Clients.ShouldBe(["CN=station-1", "CN=station-2"]);
        ShouldFail(rejected, "transport:tls_unknown_issuer");
    }

    [Fact]
    public async Task What_does_not_speak_TLS_is_named_as_such()
    {
        await using var hub = await LoopbackHub.Answering(200);

        var outcome = await Deliver(new UriBuilder(hub.Url) { Scheme = "https" }.Uri, new());

        ShouldFail(outcome, "transport:tls_absent", "does not speak TLS");
    }

    [Theory]
    [InlineData("ca.pem", null)]
    [InlineData("ca.pem", "no certificate")]
    [InlineData("client.pem", null)]
    [InlineData("client.pem", "no certificate")]
    public async Task A_file_that_cannot_be_used_is_named_and_nothing_is_sent(string name, string? text)
    {
        using var certificate = _plant.Issue();
        await using var hub = await TlsHub.With(_plant, certificate);
        var file = Path.Combine(_folder.FullName, name);
        if (text is not null)
            File(name, text);
        var tls = name == "ca.pem" ? new TlsOptions { CaFile = file } : new TlsOptions { CertificateFile = file };

        var outcome = await Deliver(hub.Url, tls);

        ShouldFail(outcome, "transport:tls_files", file);
        TlsFiles.Problems("Hubs:Vault:Tls", tls).ShouldHaveSingleItem().ShouldContain(file);
        hub.Clients.ShouldBeEmpty();
    }

    private static void ShouldFail(DeliveryOutcome outcome, string code, params string[] says)
    {
        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.ErrorCode?.ToString().ShouldBe(code, outcome.Error);
        foreach (var part in says)
            outcome.Error!.ShouldContain(part);
    }

    private static string Whole(Authority authority, X509Certificate2 certificate) =>
        authority.ChainPem(certificate) + Authority.KeyPem(certificate);

    private static HttpHubConnector Connector(Uri url, TlsOptions tls) =>
        new(new HubOptions { Url = url, Tls = tls }, ReceiptSignatures.NotChecked, TimeProvider.System);

    private static async Task<DeliveryOutcome> Deliver(Uri url, TlsOptions tls)
    {
        using var connector = Connector(url, tls);
        return await connector.Deliver(Sample.Delivery(), Ct);
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
