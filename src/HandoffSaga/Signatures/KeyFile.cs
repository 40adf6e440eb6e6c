using HandoffSaga.Durability;
using HandoffSaga.Files;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Signatures;

/// <summary>
/// The keys in a JWKS file. The file is checked at every use and read again when it has changed, so that a new key counts from the next
/// signature on. While the file is unusable, the last good keys stay in use, with regular errors in the log. Replace the file by renaming a
/// new one into place.
/// </summary>
/// <param name="setting">The name of its setting, for messages.</param>
/// <param name="path">The path. Links are followed, because secret stores use them.</param>
internal sealed partial class KeyFile(string setting, string path, TimeProvider clock, ILogger<KeyFile> logger)
{
    /// <summary>
    /// How long a file must be unchanged before it is not read again. A file system's clock is coarse, and a second write in the same tick
    /// would not change the time.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>How often the log repeats that the last good keys are still in use.</summary>
    private static readonly Throttle Reminder = new(1, TimeSpan.FromMinutes(1));

    private readonly Lock _gate = new();
    private JwkSet? _keys;
    private FileStamp? _read;
    private string? _wrong;
    private IReadOnlyList<string> _passedOver = [];
    private Throttle _said = Reminder;

    /// <summary>The current keys; null until the file was usable once.</summary>
    public JwkSet? Current()
    {
        lock (_gate)
        {
            try
            {
                using var file = KeyFileReading.Open(path);
                var stamp = FileStamp.Of(file);
                if (stamp != _read)
                    Take(KeyFileReading.Parse(file), stamp);
            }
            catch (Exception e) when (KeyFileReading.IsUnreadable(e))
            {
                _read = null;
                Wrong(e.Message);
            }

            return _keys;
        }
    }

    private void Take(JwkSetParse parse, FileStamp stamp)
    {
        if (parse is not JwkSetParse.Parsed(var keys, var passedOver))
        {
            _read = null;
            Wrong(((JwkSetParse.Rejected)parse).Reason);
            return;
        }

        var changed =
            _keys is null || _wrong is not null || !keys.Keys.Select(key => key.KeyId).SequenceEqual(_keys.Keys.Select(key => key.KeyId));
        _keys = keys;
        _wrong = null;
        _read = clock.GetUtcNow().UtcDateTime - stamp.LastWriteUtc > Settled ? stamp : null;
        if (changed)
            LogLoaded(setting, string.Join(", ", keys.Keys.Select(key => key.KeyId)), path);
        foreach (var wrong in passedOver.Except(_passedOver))
            LogPassedOver(setting, path, wrong);
        _passedOver = passedOver;
    }

    private void Wrong(string reason)
    {
        // A new problem is logged at once.
        _said = (reason == _wrong ? _said : Reminder).Next(clock.GetUtcNow(), out var isSaid);
        _wrong = reason;
        if (!isSaid)
            return;

        if (_keys is null)
            LogNoKeys(setting, path, reason);
        else
            LogLastGoodKeys(setting, path, reason, string.Join(", ", _keys.Keys.Select(key => key.KeyId)));
    }

    [LoggerMessage(571, LogLevel.Information, "{Setting}: using keys {KeyIds} of {Path}")]
    private partial void LogLoaded(string setting, string keyIds, string path);

    [LoggerMessage(572, LogLevel.Error, "{Setting}: {Path} is unusable ({Reason}); still using keys {KeyIds}")]
    private partial void LogLastGoodKeys(string setting, string path, string reason, string keyIds);

    [LoggerMessage(573, LogLevel.Error, "{Setting}: {Path} is unusable ({Reason}); without keys no signature can be checked")]
    private partial void LogNoKeys(string setting, string path, string reason);

    [LoggerMessage(574, LogLevel.Warning, "{Setting}: {Path}: {Wrong}; its signatures are rejected until that is put right")]
    private partial void LogPassedOver(string setting, string path, string wrong);
}
