namespace HandoffSaga.Host.Settings;

/// <summary>A setting that names a file with a token or a private key.</summary>
internal sealed record SecretSetting(string Key, string File);
