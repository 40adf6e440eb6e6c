namespace HandoffSaga.Client.AuditPacks;

/// <summary>The pack cannot be made, for the reason in the message.</summary>
internal sealed class AuditPackException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
