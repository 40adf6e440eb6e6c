namespace HandoffSaga.Durability;

/// <summary>A failure as a chain: MassTransit wraps what a consumer or a saga throws.</summary>
internal static class ExceptionCauses
{
    /// <summary>The failure and what caused it, the outermost first.</summary>
    public static IEnumerable<Exception> Causes(this Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
