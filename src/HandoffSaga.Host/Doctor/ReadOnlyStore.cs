using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Doctor;

/// <summary>How a look at a station's file is taken: without writing, and without a connection that stays.</summary>
internal static class ReadOnlyStore
{
    public static string Of(string database) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = database,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString();
}
