using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>The rules of <c>--fail</c>, joined by comma. The first that applies to a request decides; <c>slow</c> goes with any.</summary>
/// <param name="Text">As they were written.</param>
internal sealed record FailRules(IReadOnlyList<FailRule> Rules, string Text)
{
    public static readonly FailRules None = new([], "");

    /// <summary>Every rule's form, for messages and help.</summary>
    public const string Forms =
        "status:503, first:3, once, every:5, down, timeout, reject, reject-retryable, "
        + "slow:2s, retry-after:5s, no-receipt, bad-digest, bad-head, lost-answer";

    public static bool TryParse(string text, [NotNullWhen(true)] out FailRules? rules, [NotNullWhen(false)] out string? error)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var parsed = new List<FailRule>();
        rules = null;
        foreach (var part in parts)
        {
            error = Read(part, out var rule);
            if (error is not null)
                return false;
            parsed.Add(rule!);
        }

        error = parsed.Count == 0 ? $"No fail rule given. Use one or more of: {Forms}." : null;
        if (error is null)
            rules = new FailRules(parsed, string.Join(',', parts));
        return rules is not null;
    }

    private static string? Read(string part, out FailRule? rule)
    {
        var colon = part.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? part : part[..colon];
        var value = colon < 0 ? null : part[(colon + 1)..];
        string? wanted = null;

        rule = name switch
        {
            "once" => new FailRule.Once(),
            "down" => new FailRule.Down(),
            "timeout" => new FailRule.Timeout(),
            "reject" => new FailRule.Reject(Retryable: false),
            "reject-retryable" => new FailRule.Reject(Retryable: true),
            "no-receipt" => new FailRule.NoReceipt(),
            "bad-digest" => new FailRule.BadDigest(),
            "bad-head" => new FailRule.BadHead(),
            "lost-answer" => new FailRule.LostAnswer(),
            _ => null,
        };
        if (rule is not null)
            return value is null ? null : $"Fail rule '{name}' takes no value, but '{value}' was given.";

        (rule, wanted) = name switch
        {
            "status" => (
                Number(value, 300, 599) is { } code ? new FailRule.Status(code) : null,
                "a status from 300 to 599, like status:503"
            ),
            "first" => (Number(value, 1, int.MaxValue) is { } n ? new FailRule.First(n) : null, "a number from 1, like first:3"),
            "every" => (Number(value, 1, int.MaxValue) is { } n ? new FailRule.Every(n) : null, "a number from 1, like every:5"),
            "slow" => (Duration(value) is { } d ? new FailRule.Slow(d) : null, "a duration in ms, s or m, like slow:2s"),
            "retry-after" => (
                Duration(value) is { } d ? new FailRule.RetryAfter(d) : (FailRule?)null,
                "a duration in ms, s or m, like retry-after:5s"
            ),
            _ => (null, null),
        };
        if (rule is not null)
            return null;

        return wanted is null ? $"Fail rule '{name}' is unknown. Use one or more of: {Forms}." : $"Fail rule '{name}' needs {wanted}.";
    }

    private static int? Number(string? text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : null;

    private static TimeSpan? Duration(string? text)
    {
        var digits = text?.TrimEnd('m', 's') ?? "";
        double? unit = text?[digits.Length..] switch
        {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            _ => null,
        };

        return unit is { } milliseconds && Number(digits, 0, 1_000_000) is { } number
            ? TimeSpan.FromMilliseconds(number * milliseconds)
            : null;
    }
}
