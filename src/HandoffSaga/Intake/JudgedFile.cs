using HandoffSaga.Files;

namespace HandoffSaga.Intake;

/// <summary>
/// A file that is being judged. It stays open until it is moved: so nobody else's file can get its number, and a name alone decides
/// nothing.
/// </summary>
internal sealed class JudgedFile : IAsyncDisposable
{
    private readonly FileStream _stream;
    private readonly FileIdentity _identity;
    private readonly DateTime _lastWriteUtc;
    private readonly long _length;

    private JudgedFile(string path, FileStream stream)
    {
        (Path, _stream) = (path, stream);
        _identity = FileIdentity.Of(stream.SafeFileHandle);
        _lastWriteUtc = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
        _length = stream.Length;
    }

    public string Path { get; }

    /// <exception cref="IOException">It is gone, no plain file, or unreadable.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static JudgedFile Open(string path) => new(path, PlainFile.OpenRead(path));

    public async Task<ReadOnlyMemory<byte>> ReadAtMost(int most, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(most, _length)];
        var read = await _stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return bytes.AsMemory(0, read);
    }

    /// <summary>Whether the file of that name now is the one that was read, with the content it had then.</summary>
    public bool IsAt(string path)
    {
        var file = new FileInfo(path);
        return file.Exists
            && file.Length == _length
            && file.LastWriteTimeUtc == _lastWriteUtc
            && FileIdentity.Of(path).IsSameContent(_identity);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
