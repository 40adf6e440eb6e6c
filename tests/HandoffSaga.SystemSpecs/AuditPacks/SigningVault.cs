using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Demo.StandInHubs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HandoffSaga.SystemSpecs.AuditPacks;

/// <summary>A Vault Hub that signs its receipts, and says in them which head of the ledger it has seen.</summary>
internal sealed class SigningVault : IAsyncDisposable
{
    private readonly GuardianKey _key = GuardianKey.Generate("EdDSA", "vault-1");
    private readonly WebApplication _server;

    private SigningVault() => _server = StandInServer.Build(IPAddress.Loopback, 0, 1 << 20, Take);

    public Uri Url => new(new Uri(_server.Urls.First()), "receive-test-results");

    public byte[] Jwks => _key.ToPublicJwks();

    /// <summary>What becomes of the head that a package carries before it is sent back.</summary>
    public Action<JsonObject> Sees { get; set; } = _ => { };

    public bool Signs { get; set; } = true;

    public static async Task<SigningVault> Start()
    {
        var vault = new SigningVault();
        await vault._server.StartAsync();
        return vault;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
    }

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var chain = JsonNode.Parse(body.ToArray())!["audit_chain"]!;
        var head = new JsonObject(
            new[] { "ledger_origin", "ledger_root", "ledger_size" }.Select(name => KeyValuePair.Create(name, chain[name]?.DeepClone()))
        );
        Sees(head);
        var receipt = new JsonObject
        {
            ["transfer_id"] = http.Request.Headers["Idempotency-Key"].ToString().Trim('"').Split(':')[0],
            ["leg"] = "vault_hub",
            ["disposition"] = "accepted",
            ["payload_sha256"] = Convert.ToHexStringLower(SHA256.HashData(body.ToArray())),
            ["ledger_head_seen"] = head,
        };
        var content = CanonicalObject.Parse(Encoding.UTF8.GetBytes(receipt.ToJsonString()), CanonicalLimits.Default).Object!;
        if (Signs)
            receipt["signature"] = SignoffSigner.Signature(content, _key);
        await http.Response.WriteAsync(receipt.ToJsonString(), http.RequestAborted);
    }
}
