using HandoffSaga.SystemSpecs.Broker;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Amqp;

/// <summary>The samples of <c>contracts/wire/samples</c>, run as they are.</summary>
public sealed class When_everyone_else_is_written_in_Python(RealServers servers) : BrokerSpec(servers)
{
    private const int Signoffs = 20;
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("hub-keys-");

    [Fact]
    public async Task Guardian_s_signoffs_reach_both_hubs_and_come_back_as_receipts()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker, ("Hubs__Vault__Jwks", await HubKeys()));
        var folder = plant.Folder.FullName;
        await using var vault = PythonSample.Run(
            "vault_hub.py",
            "--amqp",
            Broker.Amqp.AbsoluteUri,
            "--folder",
            $"{folder}/vault",
            "--guardian-jwks",
            plant.Jwks,
            "--key",
            $"{_keys.FullName}/guardian.private.jwk.json"
        );
        await using var floor = PythonSample.Run("node.py", "--amqp", Broker.Amqp.AbsoluteUri, "--folder", $"{folder}/floor");
        var packages = Enumerable.Range(1, Signoffs).Select(i => $"PKG-PY-{i}").ToArray();
        foreach (var package in packages)
            await File.WriteAllBytesAsync($"{folder}/{package}.json", AmqpPlant.Unsigned(package), Ends);

        // The last signoff comes when a checkpoint has been published, so that its deliveries have one to show.
        await Send(plant, packages[..^1]);
        await plant.UntilTheLedgerIsPublished();
        await Send(plant, packages[^1..]);

        foreach (var package in packages)
        {
            var legs = (await plant.UntilComplete(package)).GetProperty("legs");
            legs.GetProperty("vault_hub").GetProperty("evidence").GetString().ShouldBe("signed_receipt");
            legs.GetProperty("next_node").GetProperty("evidence").GetString().ShouldBe("receipt");
            File.Exists($"{folder}/vault/XFER-{package}.vault_hub.json").ShouldBeTrue();
            File.Exists($"{folder}/floor/XFER-{package}.next_node.json").ShouldBeTrue();
        }

        // And the Vault Hub has signed which ledger it was shown.
        var last = (await plant.Get($"/transfers/{packages[^1]}/attempts"))
            .GetProperty("items")
            .EnumerateArray()
            .Single(attempt => attempt.GetProperty("leg").GetString() == "vault_hub");
        (
            last.GetProperty("ledger_head_seen").GetProperty("standing").GetString(),
            last.GetProperty("ledger_head_seen").GetProperty("signed").GetBoolean()
        ).ShouldBe(("as_sent", true));
        vault.Said.Split('\n').Count(line => line.EndsWith("accepted")).ShouldBe(Signoffs);
        floor.Said.Split('\n').Count(line => line.EndsWith("accepted")).ShouldBe(Signoffs);
        await plant.UntilNothingIsUnderWay();
        _keys.Delete(recursive: true);
    }

    private Task Send(AmqpPlant plant, string[] packages) =>
        PythonSample.Finish(
            Patience,
            [
                "guardian.py",
                "send",
                .. packages.Select(package => $"{plant.Folder.FullName}/{package}.json"),
                "--key",
                plant.PrivateKey,
                "--amqp",
                Broker.Amqp.AbsoluteUri,
                "--url",
                plant.Url.AbsoluteUri,
            ]
        );

    private async Task<string> HubKeys()
    {
        await PythonSample.Finish(Patience, ["guardian.py", "keygen", "--out", _keys.FullName, "--kid", "vault-1"]);
        return $"{_keys.FullName}/guardian.jwks.json";
    }
}
