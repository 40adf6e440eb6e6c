namespace HandoffSaga.Host.Doctor;

/// <summary>How a check went.</summary>
internal enum Verdict
{
    /// <summary>It is as it should be.</summary>
    Ok,

    /// <summary>It works, and will not for ever; or nobody can tell.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Failed,
}

/// <summary>What one check found.</summary>
/// <param name="Check">The check.</param>
/// <param name="Verdict">How it went.</param>
/// <param name="Detail">What was found, in one line.</param>
/// <param name="WhatToDo">What a person does about it; null where there is nothing to do.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Detail, string? WhatToDo = null)
{
    /// <summary>The verdict as it is printed.</summary>
    public string Word => WordOf(Verdict);

    public static Finding Ok(string check, string detail) => new(check, Verdict.Ok, detail);

    public static Finding Warn(string check, string detail, string whatToDo) => new(check, Verdict.Warn, detail, whatToDo);

    public static Finding Failed(string check, string detail, string whatToDo) => new(check, Verdict.Failed, detail, whatToDo);

    /// <summary>The worst of several; ok when there are none.</summary>
    public static Verdict Worst(IEnumerable<Finding> findings) => findings.Select(found => found.Verdict).DefaultIfEmpty().Max();

    public static string WordOf(Verdict verdict) =>
        verdict switch
        {
            Verdict.Ok => "ok",
            Verdict.Warn => "warn",
            _ => "failed",
        };
}
