namespace HandoffSaga.SmartContracts;

/// <summary>The types of a routing trigger.</summary>
internal static class RoutingTypes
{
    public const string NextNode = "next_node";
    public const string WorkflowComplete = "workflow_complete";

    /// <summary>The expected types, for messages.</summary>
    public const string Expected = NextNode + " or " + WorkflowComplete;

    public static bool IsKnown(string type) => type is NextNode or WorkflowComplete;
}
