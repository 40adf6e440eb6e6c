namespace HandoffSaga.Outbound;

/// <summary>Why an exchange over the network has no whole answer.</summary>
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
    Timeout,
    NotHttp,
    HeadersTooLarge,
    AnswerTooLarge,
    AnswerEncoded,

    /// <summary>None of the others; the text has the exception's own words.</summary>
    Other,
}

/// <summary>A fault and its words for people.</summary>
/// <param name="Text">One line, free of control characters.</param>
internal sealed record TransportError(TransportFault Fault, string Text);
