using System.Diagnostics;
using HandoffSaga.Legs;
using HandoffSaga.Status;

namespace HandoffSaga.Client.Terminal;

/// <summary>The colours of statuses, outcomes and dispositions. Unknown names, from a service of another version, have none.</summary>
internal static class StatusTone
{
    private static readonly Dictionary<string, Tone> Tints = Vocabularies
        .All.Values.Append(SubmissionResults.Vocabulary)
        .SelectMany(vocabulary => vocabulary.Terms)
        .DistinctBy(term => term.Name)
        .ToDictionary(term => term.Name, term => Of(term.Tone), StringComparer.Ordinal);

    public static Tone Of(string? status) => Tints.GetValueOrDefault(status ?? "", Tone.Plain);

    private static Tone Of(TermTone tone) =>
        tone switch
        {
            TermTone.Plain => Tone.Plain,
            TermTone.Good => Tone.Good,
            TermTone.Warning => Tone.Warning,
            TermTone.Bad => Tone.Bad,
            TermTone.Muted => Tone.Dim,
            _ => throw new UnreachableException($"Unexpected case: {tone}"),
        };
}
