using System.Collections;
using System.Linq.Expressions;

namespace HandoffSaga.Settings;

/// <summary>
/// The settings of a record of options, in documentation order. Reading, <c>handoff config</c> and the documentation all derive from this
/// and the record, whose initializers are the defaults.
/// </summary>
/// <typeparam name="TOptions">The record.</typeparam>
internal sealed class OptionSettings<TOptions> : IEnumerable<OptionSetting<TOptions>>
{
    private readonly List<OptionSetting<TOptions>> _settings = [];

    /// <param name="property">The property it fills.</param>
    /// <param name="kind">The kind of its value.</param>
    /// <param name="description">Its meaning, in one line.</param>
    /// <param name="name">Its name, when that is not the property's.</param>
    /// <param name="variableDefault">
    /// Its default in the documentation, if it is not a fixed value; <c>= Other:Key</c> follows another.
    /// </param>
    public void Add<T>(
        Expression<Func<TOptions, T>> property,
        SettingKind<T> kind,
        string description,
        string? name = null,
        string? variableDefault = null
    ) =>
        _settings.Add(
            new OptionSetting<TOptions, T>(property, kind)
            {
                Name = name ?? OptionSetting<TOptions, T>.PropertyOf(property).Name,
                Description = description,
                VariableDefault = variableDefault,
            }
        );

    public IEnumerator<OptionSetting<TOptions>> GetEnumerator() => _settings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
