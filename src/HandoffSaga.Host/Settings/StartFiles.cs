namespace HandoffSaga.Host.Settings;

/// <summary>Files without which a start makes no sense.</summary>
internal static class StartFiles
{
    /// <summary>One line for each that is missing; empty when it can start.</summary>
    public static IReadOnlyList<string> Problems(HandoffSettings settings)
    {
        if (settings.Api.TokenFile is not { } file)
            return [];
        try
        {
            return File.ReadAllText(file).Trim().Length > 0 ? [] : [$"Api:TokenFile = \"{file}\": the file is empty"];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"Api:TokenFile = \"{file}\": {e.Message}"];
        }
    }
}
