using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga.Outbound.Tls;

/// <summary>Whom to trust, and as whom to come, when a connection is made over TLS. Files are read again at each connection.</summary>
internal sealed record TlsOptions
{
    /// <summary>The settings for every connection over HTTPS and to the broker (<c>Tls</c>).</summary>
    public static readonly OptionSettings<TlsOptions> General = new()
    {
        {
            tls => tls.CaFile,
            DataPath.OrNothing(),
            "PEM file with the certificates of your own authorities, trusted beside the system's, for every connection over HTTPS and to the broker"
        },
    };

    /// <summary>The settings for the broker (<c>Bus:Tls</c>).</summary>
    public static readonly OptionSettings<TlsOptions> Broker = new()
    {
        {
            tls => tls.CertificateFile,
            DataPath.OrNothing(),
            "PEM file with the client certificate for a broker that wants one, the certificates of its issuers behind it"
        },
        {
            tls => tls.KeyFile,
            SecretPath.OrNothing(),
            "PEM file with the client certificate's private key, unencrypted; needed unless CertificateFile holds it too"
        },
    };

    /// <summary>The settings for one hub (<c>Hubs:*:Tls</c>).</summary>
    public static readonly OptionSettings<TlsOptions> Hub = new()
    {
        {
            tls => tls.CaFile,
            DataPath.OrNothing(),
            "PEM file with the certificates of your own authorities, trusted beside the system's, for this hub",
            null,
            "= Tls:CaFile"
        },
        {
            tls => tls.CertificateFile,
            DataPath.OrNothing(),
            "PEM file with the client certificate for hubs that want one, the certificates of its issuers behind it"
        },
        {
            tls => tls.KeyFile,
            SecretPath.OrNothing(),
            "PEM file with the client certificate's private key, unencrypted; needed unless CertificateFile holds it too"
        },
    };

    /// <summary>A PEM file of roots that are trusted beside the system's. None: the system's alone.</summary>
    public string? CaFile { get; init; }

    /// <summary>A PEM file with the client certificate and, behind it, those of its issuers. None: no client certificate is sent.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with the private key. None: it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }
}
