namespace HandoffSaga.Host.Station;

/// <summary>Explains what the HTTP server throws where it cannot listen.</summary>
internal static class StartFailure
{
    /// <summary>What to tell instead; null when the failure speaks for itself.</summary>
    public static StartRefusedException? Explain(Exception failure, IReadOnlyList<string> urls) =>
        ListenFailure.Explain(failure, $"Api:Urls = {string.Join(", ", urls)}") is { } why ? new StartRefusedException(why, failure) : null;
}
