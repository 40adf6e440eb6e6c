namespace HandoffSaga.Outbound.Tls;

/// <summary>Why this side makes no TLS connection. It passes through the framework, which knows exceptions only.</summary>
internal sealed class TlsException(TransportError error) : Exception(error.Text)
{
    public TransportError Error => error;
}
