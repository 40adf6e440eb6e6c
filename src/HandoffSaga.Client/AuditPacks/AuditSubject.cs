namespace HandoffSaga.Client.AuditPacks;

/// <summary>The subject of an audit pack.</summary>
/// <param name="Kind"><c>package_id</c>, <c>clientpo_id</c>, <c>part_id</c> or <c>part_number</c>.</param>
/// <param name="Value">Its value.</param>
internal sealed record AuditSubject(string Kind, string Value)
{
    public const string PackageKind = "package_id";

    /// <summary>The subject as a title.</summary>
    public string Title =>
        Kind switch
        {
            PackageKind => $"Package {Value}",
            "clientpo_id" => $"Client PO {Value}",
            "part_id" => $"Part {Value}",
            _ => $"Part number {Value}",
        };
}
