using HandoffSaga.Durability;
using HandoffSaga.Storage;

namespace HandoffSaga.Specs.Storage;

/// <summary>An attempt's end as the version before error codes writes it.</summary>
internal static class AttemptEndedBefore
{
    public static readonly RowShape Shape = RowShape.Upsert(
        "attempts",
        3,
        [.. Tables.AttemptEnded.Columns.Where(column => column.Name != "error_code")]
    );
}
