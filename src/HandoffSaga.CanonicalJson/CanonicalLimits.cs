namespace HandoffSaga.CanonicalJson;

/// <summary>The size and depth beyond which a document is rejected.</summary>
public sealed record CanonicalLimits
{
    /// <summary>The largest value <see cref="MaxBytes"/> may have: 64 MiB.</summary>
    public const int LargestMaxBytes = 64 * 1024 * 1024;

    /// <summary>Sets both limits.</summary>
    /// <param name="maxBytes">Bytes of the document as received, 1 to <see cref="LargestMaxBytes"/>.</param>
    /// <param name="maxDepth">Objects and arrays that may be open at once, the outermost included; 1 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its range.</exception>
    public CanonicalLimits(int maxBytes, int maxDepth = 64)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, LargestMaxBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDepth, 1000);
        MaxBytes = maxBytes;
        MaxDepth = maxDepth;
    }

    /// <summary>8 MiB and 64 levels.</summary>
    public static CanonicalLimits Default { get; } = new(8 * 1024 * 1024);

    /// <summary>Bytes of the document as received; more are rejected.</summary>
    public int MaxBytes { get; }

    /// <summary>Objects and arrays that may be open at once; more are rejected.</summary>
    public int MaxDepth { get; }
}
