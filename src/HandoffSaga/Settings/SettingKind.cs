namespace HandoffSaga.Settings;

/// <summary>A source's value of a setting: one text, or the items of a list.</summary>
internal sealed record RawSetting(string? Text, IReadOnlyList<string>? Items = null);

/// <summary>The base folders of relative paths in settings.</summary>
/// <param name="Working">The folder the program was started in.</param>
/// <param name="Data">The station's own folder.</param>
internal sealed record SettingFolders(string Working, string Data);

/// <summary>Reads and writes the values of a setting.</summary>
internal abstract class SettingKind<T>
{
    /// <summary>The allowed values, as the end of the sentence "allowed is ...".</summary>
    public abstract string Allowed { get; }

    /// <summary>The same with examples, for error messages.</summary>
    public abstract string AllowedInFull { get; }

    /// <summary>Whether the value is a file that only its owner may read.</summary>
    public virtual bool IsSecretFile => false;

    /// <summary>False when <paramref name="raw"/> is not <see cref="Allowed"/>.</summary>
    public abstract bool TryRead(RawSetting raw, out T value);

    /// <summary>The value in the form in which it can be configured.</summary>
    public abstract string Format(T value);

    /// <summary>The value with a relative path made absolute.</summary>
    public virtual T Locate(T value, SettingFolders folders) => value;
}

/// <summary>A kind that is one text.</summary>
/// <param name="allowed">The allowed values, as the end of the sentence "allowed is ...".</param>
/// <param name="read">Reads it.</param>
/// <param name="format">Writes it; by default the value's own text.</param>
/// <param name="examples">The end of the sentence "such as ...", where <paramref name="allowed"/> needs one.</param>
/// <param name="locate">Makes a path absolute.</param>
/// <param name="isSecretFile">Whether the value is a file that only its owner may read.</param>
internal sealed class ScalarKind<T>(
    string allowed,
    ScalarKind<T>.Reader read,
    Func<T, string>? format = null,
    string? examples = null,
    Func<T, SettingFolders, T>? locate = null,
    bool isSecretFile = false
) : SettingKind<T>
{
    public delegate bool Reader(string text, out T value);

    public override string Allowed => allowed;

    public override string AllowedInFull => examples is null ? allowed : $"{allowed}, such as {examples}";

    public override bool IsSecretFile => isSecretFile;

    public override bool TryRead(RawSetting raw, out T value)
    {
        value = default!;
        return raw is { Text: { } text, Items: null } && TryRead(text.Trim(), out value);
    }

    public bool TryRead(string text, out T value) => read(text, out value);

    public override string Format(T value) => format?.Invoke(value) ?? value?.ToString() ?? "";

    public override T Locate(T value, SettingFolders folders) => locate is null ? value : locate(value, folders);

    /// <summary>The same kind, but optional: an empty value is null.</summary>
    public ScalarKind<T?> OrNothing() =>
        new(
            $"{allowed}, or nothing",
            (string text, out T? value) =>
            {
                value = default;
                return text.Length == 0 || TryRead(text, out value!);
            },
            value => value is null ? "" : Format(value),
            examples,
            locate is null ? null : (value, folders) => value is null ? default : locate(value, folders),
            isSecretFile
        );
}

/// <summary>A list: an array, numbered variables, or one string with commas. Empty is the empty list.</summary>
internal sealed class ListKind<T>(ScalarKind<T> item) : SettingKind<IReadOnlyList<T>>
{
    public override string Allowed => $"a list, each {item.Allowed}";

    public override string AllowedInFull => $"a list (an array, or one string with commas), each {item.AllowedInFull}";

    public override bool TryRead(RawSetting raw, out IReadOnlyList<T> value)
    {
        var texts = raw.Items ?? (raw.Text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var values = new List<T>(texts.Count);
        value = values;
        foreach (var text in texts)
        {
            if (!item.TryRead(text.Trim(), out var one))
                return false;
            values.Add(one);
        }

        return true;
    }

    public override string Format(IReadOnlyList<T> value) => string.Join(",", value.Select(item.Format));
}
