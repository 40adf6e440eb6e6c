using System.Text;
using BenchmarkDotNet.Attributes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Signatures;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Benchmarks.Micro;

/// <summary>
/// What the check of Guardian's signature costs for a signoff whose canonical form has 4 KB, and what reading it costs before.
/// </summary>
[MemoryDiagnoser]
public class SignatureBenchmark
{
    private static readonly IntakeOptions Limits = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(55);

    private JwkSet _keys = null!;
    private byte[] _body = null!;
    private Signoff _signoff = null!;

    [Params("EdDSA", "ES256")]
    public string Algorithm { get; set; } = "";

    [GlobalSetup]
    public void Sign()
    {
        using var key = GuardianKey.Generate(Algorithm, "guardian-1");
        _keys = ((JwkSetParse.Parsed)JwkSetParser.Parse(key.ToPublicJwks())).Keys;
        var readings = string.Join(",", Enumerable.Range(0, 98).Select(n => $"\"indication_{n:D3}\":{{\"mm\":{n}.25,\"ok\":true}}"));
        var content = CanonicalObject
            .Parse(
                Encoding.UTF8.GetBytes(
                    $$"""
                    {"package_id":"PKG-1","clientpo_id":"CPO-2025-001","test_id":"SC-2025-001-LP-TEST1",
                    "approvals":[{"role":"level_iii_inspector","name":"J. Doe","signed_at":"2025-06-01T14:02:11.000Z","meaning":"approved"}],
                    "test_data":{"smart_contract_id":"SC-2025-001-LP-TEST1","routing_trigger":{"type":"workflow_complete"},"results":{ {{readings}} } } }
                    """
                ),
                CanonicalLimits.Default
            )
            .Object!;
        _body = SignoffSigner.Sign(content, key).Utf8.ToArray();
        _signoff = ((SignoffParse.Parsed)SignoffParser.Parse(_body, Limits)).Signoff;
        Console.WriteLine($"// canonical form: {_signoff.SignedBytes.Length} bytes");
    }

    [Benchmark]
    public bool Verify() => _keys.Verify(_signoff.GuardianSignature, _signoff.SignedBytes.Span, Now) is SignatureVerdict.Verified;

    [Benchmark]
    public bool ReadAndVerify()
    {
        var signoff = ((SignoffParse.Parsed)SignoffParser.Parse(_body, Limits)).Signoff;
        return _keys.Verify(signoff.GuardianSignature, signoff.SignedBytes.Span, Now) is SignatureVerdict.Verified;
    }
}
