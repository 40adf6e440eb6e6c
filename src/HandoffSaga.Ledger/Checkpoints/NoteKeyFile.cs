using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>A signing key in a file of one line, readable by its owner only.</summary>
public static class NoteKeyFile
{
    /// <summary>Reads the key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name the key must have.</param>
    /// <param name="type">The type it must have.</param>
    /// <param name="key">The key; null also when there is no file.</param>
    /// <param name="problem">Why the file is not that key, in a sentence for people; null when there is no file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static bool TryRead(string path, string name, NoteKeyType type, [NotNullWhen(true)] out NoteSigningKey? key, out string? problem)
    {
        key = null;
        problem = null;
        if (!File.Exists(path))
            return false;
        if (!NoteSigningKey.TryParse(File.ReadAllText(path).Trim(), out key))
        {
            problem = $"{path} does not contain a signing key.";
            return false;
        }

        if (key.VerifierKey.Name == name && key.VerifierKey.Type == type)
            return true;
        problem = $"{path} is the key of {key.VerifierKey.Name}, not of {name}.";
        key.Dispose();
        key = null;
        return false;
    }

    /// <summary>Creates a new key and its file, mode 0600.</summary>
    /// <exception cref="IOException">The file exists already, perhaps just created by another process with its own key; or it cannot be
    /// written.</exception>
    public static NoteSigningKey Create(string path, string name, NoteKeyType type)
    {
        var key = NoteSigningKey.Generate(name, type);
        DurableFile.Write(
            path,
            System.Text.Encoding.UTF8.GetBytes(key.ToSecretText() + "\n"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            overwrite: false
        );
        return key;
    }
}
