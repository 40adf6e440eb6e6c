using HandoffSaga.Legs;
using HandoffSaga.Status;

namespace HandoffSaga.Host.Api;

/// <summary>The query of <c>GET /transfers</c>.</summary>
internal sealed record TransferListQuery(TransferFilter Filter, TransferCursor? Cursor, int Limit)
{
    public const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        QueryParameter.OneOf("status", "The overall status of both legs.", OverallStatus.Vocabulary.Names),
        QueryParameter.OneOf(
            "leg",
            "The leg that leg_status, error and attempts_min apply to; default either.",
            DestinationNames.Vocabulary.Names
        ),
        QueryParameter.OneOf("leg_status", "A leg's status.", LegStatusNames.Vocabulary.Names),
        QueryParameter.Text("error", "Part of the leg's last error; case-sensitive."),
        QueryParameter.Text("clientpo_id", "The client's purchase order."),
        QueryParameter.Text("part_id", "The part."),
        QueryParameter.Text("part_number", "The part's number."),
        QueryParameter.Text("station", "The station the next-node leg goes to."),
        QueryParameter.Text("test_id", "The test."),
        QueryParameter.Time("from", "Received at this time or later (RFC 3339)."),
        QueryParameter.Time("to", "Received before this time (RFC 3339)."),
        QueryParameter.Number("attempts_min", "Minimum number of attempts.", 1, int.MaxValue),
        QueryParameter.Text("cursor", "next_cursor of the previous page."),
        QueryParameter.Number("limit", "Maximum number of items; default 50.", 1, MaxLimit),
    ];

    /// <summary>Reads the query; use the result only when there are no <paramref name="errors"/>.</summary>
    public static TransferListQuery Read(IQueryCollection parameters, out IReadOnlyList<ProblemError> errors)
    {
        var query = new QueryReading(parameters, Parameters);
        var filter = new TransferFilter
        {
            Status = query.OneOf("status"),
            Leg = DestinationNames.Parse(query.OneOf("leg")),
            LegStatus = query.OneOf("leg_status"),
            Error = query.Text("error"),
            AttemptsMin = query.Number("attempts_min"),
            ClientpoId = query.Text("clientpo_id"),
            PartId = query.Text("part_id"),
            PartNumber = query.Text("part_number"),
            Station = query.Text("station"),
            TestId = query.Text("test_id"),
            From = query.Time("from"),
            To = query.Time("to"),
        };
        if (filter is { Leg: not null, LegStatus: null, Error: null, AttemptsMin: null } && query.Errors.Count == 0)
            query.Wrong<string>("leg", "'leg' alone filters nothing; add leg_status, error or attempts_min.");
        TransferCursor? cursor = null;
        if (query.Text("cursor") is { } text)
        {
            cursor =
                TransferCursor.Parse(text) ?? query.Wrong<TransferCursor>("cursor", "'cursor' must be the next_cursor of a previous page.");
        }

        var limit = query.Number("limit") ?? DefaultLimit;
        errors = query.Errors;
        return new(filter, cursor, limit);
    }
}
