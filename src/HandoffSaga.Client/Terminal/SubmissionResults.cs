using HandoffSaga.Legs;

namespace HandoffSaga.Client.Terminal;

/// <summary>The results that <c>submit</c> prints for a file.</summary>
internal static class SubmissionResults
{
    public const string Accepted = "accepted";
    public const string Duplicate = "duplicate";
    public const string Conflict = "conflict";

    // Scripts read it from --json, so it keeps its first name.
    public const string Rejected = "refused";
    public const string Failed = "failed";

    public static readonly Vocabulary Vocabulary = new([
        new(Accepted, TermTone.Good, "it is on disk."),
        new(Duplicate, TermTone.Warning, "the same content was accepted before."),
        new(Conflict, TermTone.Bad, "the package id belongs to another signoff."),
        new(Rejected, TermTone.Bad, "the service rejected it."),
        new(Failed, TermTone.Bad, "it could not be read or sent."),
    ]);
}
