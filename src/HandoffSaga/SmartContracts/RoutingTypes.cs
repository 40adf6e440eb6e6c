namespace HandoffSaga.SmartContracts;

/// <summary>What a routing trigger may ask for.</summary>
internal static class RoutingTypes
{
    public const string NextNode = "next_node";
    public const string WorkflowComplete = "workflow_complete";

    /// <summary>For messages: what was expected where something else stood.</summary>
    public const string Expected = NextNode + " or " + WorkflowComplete;

    public static bool IsKnown(string type) => type is NextNode or WorkflowComplete;
}
