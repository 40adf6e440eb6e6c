using System.Globalization;
using System.Text.Json;
using HandoffSaga.Outbound;

namespace HandoffSaga.Legs;

/// <summary>The table of error codes: every failure of an attempt and every reason for holding a leg.</summary>
internal static class ErrorCodes
{
    private static readonly List<ErrorCode> Table = [];

    private static readonly Dictionary<TransportFault, ErrorCode> ByFault = new[]
    {
        (TransportFault.ConnectionRefused, "Nothing listens at the hub's address."),
        (TransportFault.ConnectionReset, "The connection was reset."),
        (TransportFault.ConnectionTimeout, "The connection attempt timed out."),
        (TransportFault.ConnectionClosed, "The hub closed the connection before the answer's end."),
        (TransportFault.Dns, "The hub's name cannot be resolved."),
        (TransportFault.HostUnreachable, "The network does not reach the hub's host."),
        (TransportFault.NetworkUnreachable, "The network does not reach the hub's network."),
        (TransportFault.Tls, "No TLS connection could be made."),
        (TransportFault.TlsExpired, "The hub's certificate, or one of its issuers', has expired."),
        (TransportFault.TlsNotYetValid, "The hub's certificate, or one of its issuers', is not valid yet; or the clock here is wrong."),
        (TransportFault.TlsWrongName, "The hub's certificate is for another name than that of its address."),
        (TransportFault.TlsUnknownIssuer, "The hub's certificate is of an authority that is not trusted here; `Tls:CaFile` adds one."),
        (
            TransportFault.TlsClientCertificate,
            "The hub wants a client certificate (`Hubs:*:Tls:CertificateFile`), or does not accept the one it got."
        ),
        (TransportFault.TlsAbsent, "What listens at the hub's address does not speak TLS."),
        (TransportFault.TlsFiles, "A file of `Tls` or `Hubs:*:Tls` cannot be used; nothing was sent."),
        (TransportFault.Timeout, "The exchange took longer than the hub's timeout."),
        (TransportFault.NotHttp, "The answer is not HTTP."),
        (TransportFault.HeadersTooLarge, "The answer's headers are too large."),
        (TransportFault.AnswerTooLarge, "The answer has more than 1 MiB."),
        (TransportFault.AnswerEncoded, "The answer is compressed, which was not asked for."),
        (TransportFault.Other, "The exchange failed in another way; the error's text says how."),
    }.ToDictionary(row => row.Item1, row => Row("transport", JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Item1.ToString()), row.Item2));

    private static readonly ErrorCode HttpStatus = Row("http", "*", "The hub answered with this HTTP status and no receipt.");

    public static readonly ErrorCode ReceiptInvalid = Row("receipt", "invalid", "The answer claims to be a receipt but is malformed.");
    public static readonly ErrorCode ReceiptCutOff = Row("receipt", "cut_off", "The answer is JSON that breaks off before its end.");
    public static readonly ErrorCode ReceiptCharset = Row(
        "receipt",
        "charset",
        "The answer is in a character set that cannot be decoded, or not in the one it declares."
    );
    public static readonly ErrorCode ReceiptContentType = Row(
        "receipt",
        "content_type",
        "The hub answered 2xx, with content of a type that confirms nothing, such as an HTML page; `Hubs:*:ConfirmingContentTypes` lists the types that do."
    );
    public static readonly ErrorCode ReceiptMissing = Row(
        "receipt",
        "missing",
        "The hub answered 2xx without a receipt, and `Hubs:*:Evidence` asks for one."
    );
    public static readonly ErrorCode ReceiptUnsigned = Row(
        "receipt",
        "unsigned",
        "The receipt has no signature, and `Hubs:*:Evidence` asks for a signed one."
    );
    public static readonly ErrorCode ReceiptMismatch = Row(
        "receipt",
        "mismatch",
        "The receipt is for another delivery; the detail is the member that differs, `transfer_id` or `leg`."
    );
    public static readonly ErrorCode ReceiptDigestMismatch = Row(
        "receipt",
        "digest_mismatch",
        "The receipt is for other bytes than were sent."
    );
    public static readonly ErrorCode ReceiptSignature = Row(
        "receipt",
        "signature",
        "The receipt's signature is invalid; the detail is the check that failed, such as `key_unknown`."
    );
    public static readonly ErrorCode ReceiptRejected = Row("receipt", "rejected", "The hub rejected the package.");

    public static readonly ErrorCode NoReply = Row("deadline", AttemptOutcome.NoReply.WireName(), "The delivery did not end in time.");
    public static readonly ErrorCode CutOff = Row(
        "deadline",
        "cut_off",
        "The attempt began but did not end: its process was stopped or stopped answering."
    );
    public static readonly ErrorCode NoReceipt = Row("deadline", "no_receipt", "The broker has the delivery, and no receipt came in time.");

    public static readonly ErrorCode Unroutable = Row("broker", "unroutable", "No queue is bound for the delivery.");
    public static readonly ErrorCode BrokerRefused = Row(
        "broker",
        "refused",
        "The broker rejected the delivery: the exchange does not exist, or the user may not write to it."
    );
    public static readonly ErrorCode BrokerNotTaken = Row(
        "broker",
        "not_taken",
        "The broker could not keep the delivery, such as in a full queue."
    );
    public static readonly ErrorCode BrokerUnavailable = Row("broker", "unavailable", "The broker cannot be reached; nothing was sent.");
    public static readonly ErrorCode BrokerUnconfirmed = Row(
        "broker",
        "unconfirmed",
        "The broker confirmed nothing in time; the delivery may have arrived."
    );

    public static readonly ErrorCode BearerToken = Row(
        "config",
        "bearer_token",
        "The hub's token file is missing or holds no token; nothing was sent."
    );
    public static readonly ErrorCode ConnectorMissing = Row(
        "config",
        "connector_missing",
        "The package was built for a connector that is no longer configured; nothing was sent."
    );

    private static readonly Dictionary<string, ErrorCode> ByHeldReason = HeldReasons.Vocabulary.Terms.ToDictionary(
        reason => reason.Name,
        reason => Row("held", reason.Name, $"The leg is held: {reason.Meaning}")
    );

    private static readonly HashSet<string> Recoverable = [Http(401).ToString(), Http(403).ToString(), Http(404).ToString()];

    /// <summary>Every code, by class. All HTTP statuses share one row.</summary>
    public static IReadOnlyList<ErrorCode> All => Table;

    public static ErrorCode Transport(TransportFault fault) => ByFault[fault];

    public static ErrorCode Http(int status) => HttpStatus with { Code = status.ToString(CultureInfo.InvariantCulture) };

    /// <summary>
    /// Whether a permanent failure may end without a change here: a token that is being rotated, a right that is being granted, a hub that is
    /// being deployed.
    /// </summary>
    /// <param name="code">The failure's code, as it is reported.</param>
    public static bool MayRecover(string? code) => code is not null && Recoverable.Contains(code);

    /// <summary>
    /// Whether the hub may have rejected a package because it has another one under the same key: after a restore it keeps the first.
    /// </summary>
    /// <param name="code">The failure's code, as it is reported.</param>
    public static bool MayBeThereAlready(string code) => code == ReceiptRejected.ToString() || code == Http(409).ToString();

    /// <param name="reason">One of <see cref="HeldReasons"/>.</param>
    public static ErrorCode Held(string reason) => ByHeldReason[reason];

    private static ErrorCode Row(string @class, string code, string meaning)
    {
        var row = new ErrorCode(@class, code, meaning);
        Table.Add(row);
        return row;
    }
}
