namespace HandoffSaga.Ledger;

/// <summary>The source of a published log: a folder or a URL. Its content is not trusted.</summary>
public interface ITileSource
{
    /// <summary>The bytes of a resource, or null when there is none.</summary>
    /// <param name="resource"><c>checkpoint</c> or the text of a <see cref="TilePath"/>, relative to the log's prefix.</param>
    /// <exception cref="IOException">The source cannot be read now.</exception>
    /// <exception cref="HttpRequestException">The source cannot be reached, or answers with an error.</exception>
    ValueTask<byte[]?> Read(string resource, CancellationToken cancellationToken);
}
