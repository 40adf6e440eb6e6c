using System.Text.Json;
using System.Text.Json.Serialization;

namespace HandoffSaga.Host.Backups;

/// <summary>What a backup has, in its file <c>manifest.json</c>.</summary>
/// <param name="Format">The version of this record.</param>
/// <param name="MadeAt">When the copying of the store began: everything committed before is in it.</param>
/// <param name="Version">The program's version.</param>
/// <param name="NodeId">Whose backup it is.</param>
/// <param name="Ledger">The ledger's state.</param>
/// <param name="Files">Every file but the manifest.</param>
internal sealed record BackupManifest(
    int Format,
    DateTimeOffset MadeAt,
    string Version,
    string NodeId,
    BackupLedger Ledger,
    IReadOnlyList<BackupFile> Files
)
{
    public const int CurrentFormat = 1;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    /// <summary>Null for what is no manifest.</summary>
    public static BackupManifest? Read(byte[] json)
    {
        try
        {
            return
                JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest)
                    is { Version: not null, NodeId: not null, Ledger.Origin: not null, Files: not null } manifest
                ? manifest
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The ledger's state in a backup.</summary>
/// <param name="Origin">Its name.</param>
/// <param name="Size">How many entries the newest signed checkpoint has; 0 when nothing is signed yet.</param>
/// <param name="Root">That checkpoint's root, in hex; null when nothing is signed yet.</param>
/// <param name="StoreSize">How many entries with an index the store has. It is copied first, so it may have fewer.</param>
internal sealed record BackupLedger(string Origin, long Size, string? Root, long StoreSize);

/// <summary>A file of a backup.</summary>
/// <param name="Name">Its path in the backup, with <c>/</c>.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its digest, in hex.</param>
internal sealed record BackupFile(string Name, long Size, string Sha256)
{
    public static async Task<BackupFile> Of(string folder, string name, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read);
        var digest = await System.Security.Cryptography.SHA256.HashDataAsync(file, cancellationToken);
        return new(name, file.Length, Convert.ToHexStringLower(digest));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(LastBackup))]
internal sealed partial class BackupJson : JsonSerializerContext;
