namespace HandoffSaga.Outbound;

/// <summary>Why an HTTP exchange got no complete answer.</summary>
internal enum TransportFault
{
    ConnectionRefused,
    ConnectionReset,
    ConnectionTimeout,
    ConnectionClosed,
    Dns,
    HostUnreachable,
    NetworkUnreachable,
    Tls,
    TlsExpired,
    TlsNotYetValid,
    TlsWrongName,
    TlsUnknownIssuer,
    TlsClientCertificate,
    TlsAbsent,
    TlsFiles,
    Timeout,
    NotHttp,
    HeadersTooLarge,
    AnswerTooLarge,
    AnswerEncoded,

    /// <summary>None of the others; the text has the exception's message.</summary>
    Other,
}

/// <summary>A fault and its text for people.</summary>
/// <param name="Text">One line, free of control characters.</param>
internal sealed record TransportError(TransportFault Fault, string Text);
