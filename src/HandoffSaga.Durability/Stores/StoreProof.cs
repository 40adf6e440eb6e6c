namespace HandoffSaga.Durability;

/// <summary>
/// What an answer of the store proves, as a number: the larger, the more. A read proves nothing about writes, because a server that turned
/// read-only still answers it. A small write proves nothing about a larger one, because a disk that is full has room for it a while longer.
/// </summary>
internal static class StoreProof
{
    /// <summary>The answer to a read.</summary>
    public const long Read = 0;

    /// <summary>No answer proves that a damaged store works.</summary>
    public const long None = long.MaxValue;

    // More would only cost more.
    private const int MostBytes = 4 * 1024 * 1024;

    // A unit changes pages of several tables and indexes, whose room its own bytes do not tell.
    private const int BesideBytes = 64 * 1024;

    /// <summary>A committed write of about so many bytes.</summary>
    public static long Write(long bytes) => 1 + Math.Min(bytes, MostBytes);

    /// <summary>How many bytes a write must have to prove as much; none where nothing but a heartbeat failed.</summary>
    public static int Bytes(long proof) => proof <= Write(0) ? 0 : (int)Math.Min(proof - 1, MostBytes) + BesideBytes;
}
