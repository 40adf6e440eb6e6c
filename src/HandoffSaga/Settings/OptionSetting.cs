using System.Linq.Expressions;
using System.Reflection;

namespace HandoffSaga.Settings;

/// <summary>One setting of a record of options.</summary>
/// <typeparam name="TOptions">The record.</typeparam>
internal abstract class OptionSetting<TOptions>
{
    /// <summary>Its name below that of its section.</summary>
    public required string Name { get; init; }

    /// <summary>Its meaning, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>Its default as documentation shows it, if it is not a fixed value.</summary>
    public string? VariableDefault { get; init; }

    public abstract string Allowed { get; }

    public abstract string AllowedInFull { get; }

    /// <summary>
    /// Reads <paramref name="raw"/> into <paramref name="options"/>; false, with <paramref name="options"/> unchanged, when it is not
    /// allowed.
    /// </summary>
    public abstract bool TryRead(RawSetting raw, TOptions options);

    /// <summary>The value in the form in which it can be configured.</summary>
    public abstract string Format(TOptions options);

    /// <summary>Makes a relative path in <paramref name="options"/> absolute.</summary>
    public abstract void Locate(TOptions options, SettingFolders folders);

    /// <summary>The path of its file if only the owner may read that; null otherwise.</summary>
    public abstract string? SecretFile(TOptions options);
}

/// <summary>A setting and the property it fills.</summary>
internal sealed class OptionSetting<TOptions, T>(Expression<Func<TOptions, T>> property, SettingKind<T> kind) : OptionSetting<TOptions>
{
    // Records are filled by their init accessors right after construction, as the framework's own binder does it.
    private readonly PropertyInfo _property = PropertyOf(property);

    public override string Allowed => kind.Allowed;

    public override string AllowedInFull => kind.AllowedInFull;

    public static PropertyInfo PropertyOf(Expression<Func<TOptions, T>> property) =>
        (property.Body as MemberExpression)?.Member as PropertyInfo
        ?? throw new ArgumentException($"{property} is not a property.", nameof(property));

    public override bool TryRead(RawSetting raw, TOptions options)
    {
        var read = kind.TryRead(raw, out var value);
        if (read)
            _property.SetValue(options, value);
        return read;
    }

    public override string Format(TOptions options) => kind.Format(Get(options));

    public override void Locate(TOptions options, SettingFolders folders)
    {
        var value = Get(options);
        if (kind.Locate(value, folders) is var located && !EqualityComparer<T>.Default.Equals(value, located))
            _property.SetValue(options, located);
    }

    public override string? SecretFile(TOptions options) => kind.IsSecretFile ? Get(options)?.ToString() : null;

    private T Get(TOptions options) => (T)_property.GetValue(options)!;
}
