namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>A value of a YAML document, resolved by the core schema of YAML 1.2 to a JSON type.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
internal abstract record YamlValue(int Line);

internal sealed record YamlNull(int Line) : YamlValue(Line);

internal sealed record YamlTruth(int Line, bool Value) : YamlValue(Line);

internal sealed record YamlText(int Line, string Text) : YamlValue(Line);

/// <param name="Json">The number in JSON's notation, its digits as they were written.</param>
/// <param name="Integer">Its value when it was written as an integer.</param>
internal sealed record YamlNumber(int Line, string Json, long? Integer) : YamlValue(Line);

internal sealed record YamlSequence(int Line, IReadOnlyList<YamlValue> Items) : YamlValue(Line);

/// <param name="Members">In the order of the file, without duplicate keys.</param>
internal sealed record YamlMapping(int Line, IReadOnlyList<YamlMember> Members) : YamlValue(Line)
{
    public YamlMember? Find(string key) => Members.FirstOrDefault(member => member.Key == key);
}

/// <param name="Line">The line of the key.</param>
internal sealed record YamlMember(int Line, string Key, YamlValue Value);

/// <summary>Why a document was rejected.</summary>
internal sealed record YamlProblem(int Line, string Message);
