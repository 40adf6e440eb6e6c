using System.Text;
using HandoffSaga.Files;

namespace HandoffSaga.Host.Access;

/// <summary>
/// The file of <c>Api:TokenFile</c>, checked at every request so that changes count at once. While the file cannot be read, every request
/// is rejected.
/// </summary>
internal sealed partial class ApiTokenFile(string path, ILogger<ApiTokenFile> logger)
{
    private readonly Lock _oneAtATime = new();
    private byte[]? _bytes;
    private ApiTokens? _tokens;
    private string? _problem;

    /// <summary>The file's current tokens; null when the file is unusable, which is logged once.</summary>
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
                LogProblem(e.Message);
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
        LogProblem(why);
        if (_tokens is not null && rotated)
            Rotated(path);
        if (SecretFile.Exposure(path) is { } exposure)
            Exposed(path, exposure);
    }

    private void LogProblem(string? why)
    {
        if (why is not null && why != _problem)
            Unusable(path, why);
        _problem = why;
    }

    [LoggerMessage(711, LogLevel.Error, "API token file {File} is unusable, all requests are rejected: {Reason}")]
    private partial void Unusable(string file, string reason);

    [LoggerMessage(712, LogLevel.Information, "API token file {File} has changed; its new tokens are in use")]
    private partial void Rotated(string file);

    [LoggerMessage(713, LogLevel.Warning, "API token file {File} is not safe, and the next start will reject it: {Reason}")]
    private partial void Exposed(string file, string reason);
}
