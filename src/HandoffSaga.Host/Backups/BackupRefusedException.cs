namespace HandoffSaga.Host.Backups;

/// <summary>A backup or a restore that is not made: why, what to do, and the exit code.</summary>
internal sealed class BackupRefusedException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
