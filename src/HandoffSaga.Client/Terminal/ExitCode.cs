namespace HandoffSaga.Client.Terminal;

/// <summary>The program's exit codes; scripts branch on them.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int NotFound = 3;
    public const int NotAllowed = 4;
    public const int Conflict = 5;
    public const int CheckFoundSomething = 6;
}
