using HandoffSaga.Hubs.Receipts;

namespace HandoffSaga.Hubs.Http;

/// <summary>A hub's answer, read to its end.</summary>
/// <param name="StatusCode">Its status.</param>
/// <param name="Reading">What its body turned out to be.</param>
internal sealed record HttpAnswer(int StatusCode, ReceiptReading Reading)
{
    /// <summary>The content type without parameters, in lower case; null where none is declared.</summary>
    public string? ContentType { get; init; }

    /// <summary>The value of <c>Retry-After</c> as it came; null where there is none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The body is a problem whose type says that the same request is still being processed.</summary>
    public bool IsInProgress { get; init; }

    public bool IsSuccess => StatusCode is >= 200 and < 300;
}
