using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HandoffSaga.Specs.Outbound;

/// <summary>A plant's own certificate authority, of a root and an intermediate that issues.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _issuer;

    public Authority(string name)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = Request($"CN={name} root", rootKey);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = root.CreateSelfSigned(Now.AddYears(-5), Now.AddYears(5));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuer = Request($"CN={name}", key);
        issuer.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _issuer = issuer.Create(_root, Now.AddYears(-4), Now.AddYears(4), [1, 2, 3]).CopyWithPrivateKey(key);
    }

    public string RootPem => _root.ExportCertificatePem() + "\n";

    /// <summary>The intermediate, which servers and clients send with their own.</summary>
    public X509Certificate2 Issuer => X509CertificateLoader.LoadCertificate(_issuer.RawData);

    /// <summary>A certificate for <c>localhost</c> and 127.0.0.1, or for another name or address.</summary>
    public X509Certificate2 Issue(string? name = null, int validFromDays = -1, int validToDays = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request($"CN={name ?? "localhost"}", key);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name ?? "localhost");
        if (name is null)
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request
            .Create(_issuer, Now.AddDays(validFromDays), Now.AddDays(validToDays), Guid.NewGuid().ToByteArray())
            .CopyWithPrivateKey(key);
    }

    /// <summary>The certificate and its issuer, as they go into <c>CertificateFile</c>.</summary>
    public string ChainPem(X509Certificate2 certificate) => $"{certificate.ExportCertificatePem()}\n{_issuer.ExportCertificatePem()}\n";

    public static string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    public void Dispose()
    {
        _root.Dispose();
        _issuer.Dispose();
    }

    private static CertificateRequest Request(string name, ECDsa key) => new(name, key, HashAlgorithmName.SHA256);
}
