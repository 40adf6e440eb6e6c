using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HandoffSaga.Legs;
using HandoffSaga.Status;
using HandoffSaga.Status.Views;

namespace HandoffSaga.Host.Api;

// Errors checks the members after reading, so that every wrong one is reported; a missing one is empty or null.

/// <summary>A person's request about one leg.</summary>
internal abstract record LegRequest
{
    public const int MaxReason = 1000;
    public const int MaxRequestedBy = 200;

    [Required, AllowedTerms(Vocabularies.Leg)]
    public string Leg { get; init; } = "";

    [Required, StringLength(MaxReason, MinimumLength = 1)]
    [Description("The reason, for the ledger.")]
    public string Reason { get; init; } = "";

    [Required, StringLength(MaxRequestedBy, MinimumLength = 1)]
    [Description("The requester, for the ledger.")]
    public string RequestedBy { get; init; } = "";

    /// <summary>All errors of the request; empty when it is valid.</summary>
    public IReadOnlyList<ProblemError> Errors()
    {
        var errors = new List<ProblemError>();
        if (DestinationNames.Parse(Leg) is null)
            errors.Add(new("leg", $"'leg' must be {string.Join(" or ", DestinationNames.Vocabulary.Names)}."));
        Check("reason", Reason, MaxReason, errors);
        Check("requested_by", RequestedBy, MaxRequestedBy, errors);
        return errors;
    }

    private static void Check(string name, string? value, int longest, List<ProblemError> errors)
    {
        if (string.IsNullOrWhiteSpace(value))
            errors.Add(new(name, $"'{name}' is required."));
        else if (value.Length > longest)
            errors.Add(new(name, $"'{name}' may have at most {longest} characters."));
        else if (value.Any(char.IsControl))
            errors.Add(new(name, $"'{name}' must not have control characters."));
    }
}
