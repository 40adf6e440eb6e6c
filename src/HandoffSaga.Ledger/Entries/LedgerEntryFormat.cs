using System.Globalization;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Ledger;

/// <summary>Converts ledger entries to canonical bytes and back.</summary>
internal static class LedgerEntryFormat
{
    // A character takes at most 6 bytes (\u0001), so the shortest form stays below 64 KiB for any texts.
    private const int LongestShortenedDetails = 4096;
    private const int LongestShortenedText = 256;

    private static readonly CanonicalLimits Limits = new(LedgerEntry.LongestBytes, maxDepth: 1000);

    public static byte[] Write(LedgerEntry entry)
    {
        var bytes = WriteWhole(entry);
        if (bytes.Length <= LedgerEntry.LongestBytes)
            return bytes;

        entry = entry with
        {
            Metadata = new CanonicalObjectBuilder().Add("sha256", entry.Metadata.Sha256Hex()).Add("truncated", true).Build(),
        };
        bytes = WriteWhole(entry);
        if (bytes.Length <= LedgerEntry.LongestBytes)
            return bytes;

        entry = entry with { Details = Shortened(entry.Details, LongestShortenedDetails) };
        bytes = WriteWhole(entry);
        return bytes.Length <= LedgerEntry.LongestBytes ? bytes : WriteWhole(WithShortenedTexts(entry));
    }

    public static LedgerEntry? Read(ReadOnlySpan<byte> canonical, out string? problem)
    {
        var result = CanonicalObject.ParseOwn(canonical, Limits);
        if (!result.IsCanonical)
        {
            problem = result.Problem.Message;
            return null;
        }

        if (!result.Object.Utf8.Span.SequenceEqual(canonical))
        {
            problem = "The bytes are not in canonical form.";
            return null;
        }

        var members = new Members(result.Object);
        var entry = new LedgerEntry
        {
            Action = members.Text("action"),
            ActionType = members.Text("action_type"),
            Attempt = (int?)members.OptionalInteger("attempt", int.MaxValue),
            Details = members.Text("details"),
            Domain = members.Text("domain"),
            EventId = members.Id("event_id"),
            Metadata = members.Object("metadata"),
            OccurredAt = members.Time("occurred_at"),
            PackageId = members.OptionalText("package_id"),
            PayloadSha256 = members.OptionalText("payload_sha256"),
            PrevTrail = members.OptionalText("prev_trail"),
            RecordedAt = members.Time("recorded_at"),
            SignoffSha256 = members.OptionalText("signoff_sha256"),
            SmartId = members.Text("smart_id"),
            Target = members.Text("target"),
            Trail = members.Text("trail"),
            TrailSeq = members.OptionalInteger("trail_seq", CanonicalObjectBuilder.LargestInteger),
            TransferId = members.OptionalText("transfer_id"),
            UserId = members.Text("user_id"),
        };
        problem = members.Problem;
        return problem is null ? entry : null;
    }

    // In canonical order, so that there is nothing to sort.
    private static byte[] WriteWhole(LedgerEntry entry) =>
        new CanonicalObjectBuilder()
            .Add("action", entry.Action)
            .Add("action_type", entry.ActionType)
            .Add("attempt", entry.Attempt)
            .Add("details", entry.Details)
            .Add("domain", entry.Domain)
            .Add("event_id", entry.EventId)
            .Add("metadata", entry.Metadata)
            .Add("occurred_at", entry.OccurredAt)
            .Add("package_id", entry.PackageId)
            .Add("payload_sha256", entry.PayloadSha256)
            .Add("prev_trail", entry.PrevTrail)
            .Add("recorded_at", entry.RecordedAt)
            .Add("signoff_sha256", entry.SignoffSha256)
            .Add("smart_id", entry.SmartId)
            .Add("target", entry.Target)
            .Add("trail", entry.Trail)
            .Add("trail_seq", entry.TrailSeq)
            .Add("transfer_id", entry.TransferId)
            .Add("user_id", entry.UserId)
            .BuildBytes();

    private static LedgerEntry WithShortenedTexts(LedgerEntry entry) =>
        entry with
        {
            Action = Shortened(entry.Action, LongestShortenedText),
            ActionType = Shortened(entry.ActionType, LongestShortenedText),
            Domain = Shortened(entry.Domain, LongestShortenedText),
            PackageId = ShortenedIfAny(entry.PackageId),
            PayloadSha256 = ShortenedIfAny(entry.PayloadSha256),
            PrevTrail = ShortenedIfAny(entry.PrevTrail),
            SignoffSha256 = ShortenedIfAny(entry.SignoffSha256),
            SmartId = Shortened(entry.SmartId, LongestShortenedText),
            Target = Shortened(entry.Target, LongestShortenedText),
            Trail = Shortened(entry.Trail, LongestShortenedText),
            TransferId = ShortenedIfAny(entry.TransferId),
            UserId = Shortened(entry.UserId, LongestShortenedText),
        };

    private static string? ShortenedIfAny(string? text) => text is null ? null : Shortened(text, LongestShortenedText);

    private static string Shortened(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = longest - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>Reads members by name and type; keeps the first that is invalid.</summary>
    private sealed class Members(CanonicalObject canonical)
    {
        public string? Problem { get; private set; }

        public string Text(string name) => canonical.GetString(name) ?? Miss(name, "a string", "");

        public string? OptionalText(string name) => IsNull(name) ? null : Text(name);

        public long? OptionalInteger(string name, long largest)
        {
            if (IsNull(name))
                return null;
            return canonical.Get(name)?.AsInteger() is { } value && value >= 0 && value <= largest
                ? value
                : Miss(name, "a whole number", 0L);
        }

        public Guid Id(string name) =>
            Guid.TryParseExact(canonical.GetString(name), "D", out var id) ? id : Miss(name, "an identifier", Guid.Empty);

        public DateTimeOffset Time(string name) =>
            DateTimeOffset.TryParseExact(
                canonical.GetString(name),
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
                ? time
                : Miss(name, "a time", default(DateTimeOffset));

        public CanonicalObject Object(string name) => canonical.GetObject(name) ?? Miss(name, "an object", CanonicalObject.Empty);

        private bool IsNull(string name) => canonical.Get(name)?.Kind == CanonicalKind.Null;

        private T Miss<T>(string name, string expected, T instead)
        {
            Problem ??= $"{name} is not {expected}.";
            return instead;
        }
    }
}
