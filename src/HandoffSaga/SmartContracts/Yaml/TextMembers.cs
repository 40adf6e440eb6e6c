namespace HandoffSaga.SmartContracts.Yaml;

/// <summary>
/// The members that are always text: <c>part_number: 0012</c> is not twelve, and revision <c>1.10</c> is not 1.1. Ids are text at any
/// place, the others only at their place in the contract's format.
/// </summary>
internal static class TextMembers
{
    /// <param name="section">"" for the top level, the top-level key for its direct members, null at deeper levels.</param>
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
