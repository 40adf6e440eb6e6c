namespace HandoffSaga.Client.ServiceApi;

/// <summary>The header by which a client knows that a handoff service answered, and not another server or a proxy.</summary>
internal static class ServiceMark
{
    public const string Header = "Handoff-Api";

    /// <summary>The version of the API, not of the program.</summary>
    public const string Version = "1";
}
