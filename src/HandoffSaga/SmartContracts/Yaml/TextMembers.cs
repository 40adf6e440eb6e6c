namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>
/// Members that are text however they are written: <c>part_number: 0012</c> is no twelve, and revision <c>1.10</c> is not 1.1. The ids are
/// text wherever they stand, the others where the contract's own format puts them.
/// </summary>
internal static class TextMembers
{
    /// <param name="section">"" for the top level, the top-level key for what lies right below it, null deeper down.</param>
    public static bool Contains(string? section, string key) =>
        key is "smart_contract_id" or "clientpo_id" or "part_id" or "part_number" or "next_station" or "next_contract"
        || (section, key)
            is
                ("", "contract_type" or "test_type")
                or
                ("procedure", "id" or "revision")
                or
                ("required_approvals", "role" or "meaning")
                or
                ("routing_trigger", "type" or "routing_type");
}
