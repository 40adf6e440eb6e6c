namespace HandoffSaga.Host.Settings;

/// <summary>A key of the configuration, known by name.</summary>
/// <param name="name">Levels with <c>:</c> between them.</param>
/// <param name="defaultText">The default as documentation shows it; <c>= Other:Key</c> when it follows another key.</param>
/// <param name="description">What it is for, one line.</param>
internal abstract class SettingKey(string name, string defaultText, string description)
{
    public string Name => name;

    public string DefaultText => defaultText;

    public string Description => description;

    public abstract string Allowed { get; }

    public abstract bool IsList { get; }

    /// <summary>Reads <paramref name="raw"/> into <paramref name="values"/>; false, and nothing stored, when it is not allowed.</summary>
    public abstract bool TryRead(RawSetting raw, SettingValues values);

    /// <summary>The effective value as it may be shown: passwords hidden.</summary>
    public abstract string Show(SettingValues values);
}

/// <summary>A key and the type of its value.</summary>
internal sealed class SettingKey<T>(string name, SettingKind<T> kind, string defaultText, Func<SettingValues, T> defaultValue, string description)
    : SettingKey(name, defaultText, description)
{
    public override string Allowed => kind.Allowed;

    public override bool IsList => kind.IsList;

    public T Default(SettingValues values) => defaultValue(values);

    public override bool TryRead(RawSetting raw, SettingValues values)
    {
        var read = kind.TryRead(raw, out var value);
        if (read)
            values.Set(this, value, raw.Origin);
        return read;
    }

    public override string Show(SettingValues values) => Redaction.Hide(kind.Format(values.Get(this)));
}

/// <summary>The values that sources gave, and the defaults of all others.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<SettingKey, (object? Value, string Origin)> _given = [];

    public void Set<T>(SettingKey<T> key, T value, string origin) => _given[key] = (value, origin);

    public T Get<T>(SettingKey<T> key) => _given.TryGetValue(key, out var given) ? (T)given.Value! : key.Default(this);

    /// <summary>The file or the variable the value came from; null for the default.</summary>
    public string? Origin(SettingKey key) => _given.TryGetValue(key, out var given) ? given.Origin : null;
}
