using HandoffSaga.Legs;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>What the body of an answer turned out to be.</summary>
internal abstract record ReceiptReading
{
    private ReceiptReading() { }

    /// <summary>Nothing in it looks like a receipt.</summary>
    /// <param name="Content">What it is instead.</param>
    public sealed record NoReceipt(AnswerContent Content) : ReceiptReading;

    /// <summary>It has traces of a receipt, or breaks off before one could be seen. It must not pass for "no receipt".</summary>
    /// <param name="Reason">One line for the hub's developers, free of control characters.</param>
    public sealed record Resembling(string Reason) : ReceiptReading
    {
        public ErrorCode Code { get; init; } = ErrorCodes.ReceiptInvalid;
    }

    /// <summary>It claims to be a receipt and cannot be read as one.</summary>
    /// <param name="Reason">One line for the hub's developers, free of control characters.</param>
    public sealed record Malformed(string Reason) : ReceiptReading
    {
        public ErrorCode Code { get; init; } = ErrorCodes.ReceiptInvalid;
    }

    /// <summary>A receipt.</summary>
    public sealed record Found(Receipt Receipt) : ReceiptReading;

    public static readonly ReceiptReading Nothing = new NoReceipt(AnswerContent.Nothing);

    public static readonly ReceiptReading OtherJson = new NoReceipt(AnswerContent.Json);

    public static readonly ReceiptReading OtherContent = new NoReceipt(AnswerContent.Other);

    /// <summary>Its JSON breaks off.</summary>
    public static readonly Resembling CutOff = new("its JSON breaks off before the end") { Code = ErrorCodes.ReceiptCutOff };
}

/// <summary>What an answer without a receipt consists of.</summary>
internal enum AnswerContent
{
    /// <summary>No body, or only white space.</summary>
    Nothing,

    /// <summary>JSON that has no member of a receipt's.</summary>
    Json,

    Other,
}
