using System.Text;
using HandoffSaga.Files;

namespace HandoffSaga.Host.Access;

/// <summary>
/// The file of <c>Api:TokenFile</c>, looked at for every request, so that a token counts, or counts no longer, as soon as the file says so.
/// A file that cannot be read lets nobody in.
/// </summary>
internal sealed partial class ApiTokenFile(string path, ILogger<ApiTokenFile> logger)
{
    private readonly Lock _oneAtATime = new();
    private byte[]? _bytes;
    private ApiTokens? _tokens;
    private string? _problem;

    /// <summary>What the file says now; null when it says nothing that can be used, which the log explains once.</summary>
    public ApiTokens? Current()
    {
        lock (_oneAtATime)
        {
            try
            {
                Take(Read());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                (_bytes, _tokens) = (null, null);
                Tell(e.Message);
            }

            return _tokens;
        }
    }

    private byte[] Read()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > ApiTokens.MaxFileBytes)
            throw new IOException($"It has more than {ApiTokens.MaxFileBytes} bytes.");
        var read = new byte[file.Length];
        return read[..file.ReadAtLeast(read, read.Length, throwOnEndOfStream: false)];
    }

    private void Take(byte[] now)
    {
        if (_bytes is not null && now.AsSpan().SequenceEqual(_bytes))
            return;
        var rotated = _bytes is not null;
        _bytes = now;
        (_tokens, var why) = ApiTokens.Parse(Encoding.UTF8.GetString(now));
        Tell(why);
        if (_tokens is not null && rotated)
            Rotated(path);
        if (SecretFile.Exposure(path) is { } exposure)
            Exposed(path, exposure);
    }

    private void Tell(string? why)
    {
        if (why is not null && why != _problem)
            Unusable(path, why);
        _problem = why;
    }

    [LoggerMessage(711, LogLevel.Error, "Nobody is let in: the token file {File} cannot be used: {Reason}")]
    private partial void Unusable(string file, string reason);

    [LoggerMessage(712, LogLevel.Information, "The tokens of {File} have changed; those it holds now are let in")]
    private partial void Rotated(string file);

    [LoggerMessage(713, LogLevel.Warning, "The token file {File} is not safe, and the next start will refuse it: {Reason}")]
    private partial void Exposed(string file, string reason);
}
