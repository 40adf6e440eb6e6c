using System.Text.Json.Nodes;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Samples;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.Wire;

namespace HandoffSaga.Specs.Samples;

/// <summary>contracts/wire/samples/Guardian.cs, compiled as it is, against a service that really runs.</summary>
public sealed class When_a_Guardian_is_written_in_CSharp : IAsyncLifetime
{
    private static readonly string Vectors = Path.Combine(WireContract.Folder, "..", "..", "tests", "vectors");

    private WiredStation _station = null!;
    private SampleGuardian _guardian = null!;

    public async ValueTask InitializeAsync()
    {
        _station = await WiredStation.Start();
        using var key = GuardianKey.Generate("ES256", "sample-1");
        var file = Path.Combine(_station.Folder, "sample.jwk.json");
        await File.WriteAllBytesAsync(file, key.ToPrivateJwk(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            Path.Combine(_station.Folder, "guardian.jwks.json"),
            key.ToPublicJwks(),
            TestContext.Current.CancellationToken
        );
        _guardian = SampleGuardian.Read(file);
    }

    public async ValueTask DisposeAsync()
    {
        _guardian.Dispose();
        await _station.DisposeAsync();
    }

    [Fact]
    public async Task Its_signoff_is_taken_once_and_moved()
    {
        var signoff = JsonNode.Parse(SampleSignoffs.For("PKG-SAMPLE-1", SampleSignoffs.ToNextNode()))!.AsObject();

        (await Submit(signoff)).ShouldBe("accepted");
        (await Submit(signoff)).ShouldBe("duplicate");
        await _station.Until("PKG-SAMPLE-1", "fully_complete");
    }

    [Fact]
    public async Task What_the_station_rejects_is_told()
    {
        var signoff = JsonNode.Parse(SampleSignoffs.For("PKG-SAMPLE-2", SampleSignoffs.ToNextNode()))!.AsObject();
        signoff.Remove("approvals");

        (await Should.ThrowAsync<HttpRequestException>(() => Submit(signoff))).Message.ShouldStartWith("HTTP 422: ");
    }

    [Fact]
    public void It_signs_the_very_bytes_of_the_worked_example() =>
        SampleGuardian
            .Canonical(JsonNode.Parse(File.ReadAllBytes(Path.Combine(Vectors, "signature", "unsigned.json"))))
            .ShouldBe(File.ReadAllBytes(Path.Combine(Vectors, "signature", "canonical.json")));

    [Fact]
    public void It_writes_what_everybody_else_writes()
    {
        foreach (var input in Directory.GetFiles(Path.Combine(Vectors, "canonical-json", "input"), "*.json"))
        {
            SampleGuardian
                .Canonical(JsonNode.Parse(File.ReadAllBytes(input)))
                .ShouldBe(File.ReadAllBytes(Path.Combine(Vectors, "canonical-json", "canonical", Path.GetFileName(input))), input);
        }
    }

    private Task<string> Submit(JsonObject signoff) =>
        _guardian.Submit(signoff, _station.Http.BaseAddress!, cancellationToken: TestContext.Current.CancellationToken);
}
