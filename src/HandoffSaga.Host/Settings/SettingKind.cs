namespace HandoffSaga.Host.Settings;

/// <summary>What a source holds for a key: one text, or the items of a list.</summary>
/// <param name="Origin">A file's path or a variable's name.</param>
internal sealed record RawSetting(string Origin, string? Text, IReadOnlyList<string>? Items)
{
    public string Shown => Redaction.Hide(Items is null ? Text ?? "" : string.Join(", ", Items));
}

/// <summary>How the value of a setting is written, read and shown again.</summary>
internal abstract class SettingKind<T>
{
    /// <summary>What may stand there, as the end of the sentence "allowed is ...".</summary>
    public abstract string Allowed { get; }

    /// <summary>Whether it may be written as a JSON array or as <c>Key__0</c>, <c>Key__1</c>.</summary>
    public virtual bool IsList => false;

    /// <summary>False when <paramref name="raw"/> is not <see cref="Allowed"/>.</summary>
    public abstract bool TryRead(RawSetting raw, out T value);

    /// <summary>The value as it could be written.</summary>
    public abstract string Format(T value);
}

/// <summary>A kind that is one text.</summary>
internal sealed class ScalarKind<T>(string allowed, ScalarKind<T>.Reader read, Func<T, string>? format = null) : SettingKind<T>
{
    public delegate bool Reader(string text, out T value);

    public override string Allowed => allowed;

    public override bool TryRead(RawSetting raw, out T value)
    {
        value = default!;
        return raw is { Text: { } text, Items: null } && TryRead(text.Trim(), out value);
    }

    public bool TryRead(string text, out T value) => read(text, out value);

    public override string Format(T value) => format?.Invoke(value) ?? value?.ToString() ?? "";
}

/// <summary>A list: an array, numbered variables, or one string with commas. Empty is the empty list.</summary>
internal sealed class ListKind<T>(ScalarKind<T> item) : SettingKind<IReadOnlyList<T>>
{
    public override string Allowed => $"a list (an array, or one string with commas) of {item.Allowed}";

    public override bool IsList => true;

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
