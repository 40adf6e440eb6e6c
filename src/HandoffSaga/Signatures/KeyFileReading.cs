using Microsoft.Win32.SafeHandles;

namespace HandoffSaga.Signatures;

/// <summary>Reads a JWKS file, up to the size limit of a key set.</summary>
internal static class KeyFileReading
{
    /// <summary>Why the file cannot be used, or null when it can.</summary>
    public static string? Problem(string path)
    {
        try
        {
            using var file = Open(path);
            return Parse(file) is JwkSetParse.Rejected(var reason) ? reason : null;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return e.Message;
        }
    }

    // The sharing mode lets others replace the file meanwhile.
    public static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public static JwkSetParse Parse(SafeFileHandle file)
    {
        // One byte more than allowed shows a file that is too large.
        var bytes = new byte[Math.Min(RandomAccess.GetLength(file), JwkSetParser.MaxBytes + 1)];
        var length = 0;
        while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is > 0 and var read)
            length += read;
        return JwkSetParser.Parse(bytes.AsSpan(0, length));
    }

    public static bool IsUnreadable(Exception failure) => failure is IOException or UnauthorizedAccessException;
}
