using HandoffSaga.Durability;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Signatures;

/// <summary>
/// The keys in a JWKS file. The file is looked at whenever keys are wanted and read again when it has changed, so that a new key counts
/// from the next signature on. A file that cannot be read, or is no JWKS, changes nothing: the last good keys go on, and that is said until
/// it is put right. Replace the file by renaming a new one into place.
/// </summary>
/// <param name="setting">The configuration's name for it, for messages.</param>
/// <param name="path">Where it lies. Links are followed: secret stores put them there.</param>
internal sealed partial class KeyFile(string setting, string path, TimeProvider clock, ILogger<KeyFile> logger)
{
    /// <summary>
    /// A file system's clock is coarse: a second write in the same tick leaves the time as it was. Only a file that has rested is not read
    /// again.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>How often it is said that the last good keys go on.</summary>
    private static readonly Throttle Reminder = new(1, TimeSpan.FromMinutes(1));

    private readonly Lock _gate = new();
    private JwkSet? _keys;
    private Stamp? _read;
    private string? _wrong;
    private Throttle _said = Reminder;

    /// <summary>The keys that count now; null while there never was a readable file.</summary>
    public JwkSet? Current()
    {
        lock (_gate)
        {
            try
            {
                using var file = KeyFileReading.Open(path);
                var stamp = Stamp.Of(file);
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

    private void Take(JwkSetParse parse, Stamp stamp)
    {
        if (parse is not JwkSetParse.Parsed(var keys))
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
    }

    private void Wrong(string reason)
    {
        // What is new is said at once.
        _said = (reason == _wrong ? _said : Reminder).Next(clock.GetUtcNow(), out var isSaid);
        _wrong = reason;
        if (!isSaid)
            return;

        if (_keys is null)
            LogNoKeys(setting, path, reason);
        else
            LogLastGoodKeys(setting, path, reason, string.Join(", ", _keys.Keys.Select(key => key.KeyId)));
    }

    [LoggerMessage(571, LogLevel.Information, "{Setting}: signatures count by the keys {KeyIds} of {Path}")]
    private partial void LogLoaded(string setting, string keyIds, string path);

    [LoggerMessage(572, LogLevel.Error, "{Setting} CANNOT BE USED: {Path}: {Reason}. The last good keys go on: {KeyIds}")]
    private partial void LogLastGoodKeys(string setting, string path, string reason, string keyIds);

    [LoggerMessage(573, LogLevel.Error, "{Setting} CANNOT BE USED: {Path}: {Reason}. There are no keys, so no signature can be checked")]
    private partial void LogNoKeys(string setting, string path, string reason);

    /// <summary>What a file looks like from outside; once changed it has another.</summary>
    private sealed record Stamp(DateTime LastWriteUtc, long Length)
    {
        public static Stamp Of(Microsoft.Win32.SafeHandles.SafeFileHandle file) =>
            new(File.GetLastWriteTimeUtc(file), RandomAccess.GetLength(file));
    }
}
