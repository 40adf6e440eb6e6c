namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>The program these specifications try: the one published as people install it, where it is named, else the one built with them.</summary>
internal static class ProgramUnderTest
{
    // Not HANDOFF_: what begins so is a setting of the service, which rejects one it does not know.
    private const string Named = "SPECS_PROGRAM";

    /// <summary>Its <c>handoff.dll</c>.</summary>
    public static string Path { get; } =
        Environment.GetEnvironmentVariable(Named) is { Length: > 0 } named
            ? named
            : System.IO.Path.Combine(AppContext.BaseDirectory, "handoff.dll");
}
