using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Postgres;
using Npgsql;

namespace HandoffSaga.Specs.Durability.Postgres;

/// <summary>Every code of a server and every exception of the runtime is one of four, and hardly any is the fault of a row.</summary>
public sealed class What_a_failure_of_PostgreSQL_means
{
    private static readonly Dictionary<string, string> Classes = new()
    {
        [nameof(StoreFault.RowsOnly)] = "22 54",
        [nameof(StoreFault.Unavailable)] = "03 08 0B 24 25 26 2D 34 3B 40 53 55 57 58 72 F0 XX",
        // What the server cannot do, is not allowed to do, or does not find; rules of a schema that is not ours.
        [nameof(StoreFault.Surprise)] = "00 01 02 09 0A 0F 0L 0P 0Z 20 21 23 27 28 2B 2F 38 39 3D 3F 42 44 HV P0",
    };

    private static readonly Dictionary<string, StoreFault> Exceptions = new()
    {
        ["23001"] = StoreFault.RowsOnly,
        ["23505"] = StoreFault.Conflict,
        ["22P03"] = StoreFault.Unavailable,
        ["42P03"] = StoreFault.Unavailable,
        ["42P05"] = StoreFault.Unavailable,
    };

    public static TheoryData<string> Codes =>
        [
            .. typeof(PostgresErrorCodes)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(code => code.IsLiteral)
                .Select(code => (string)code.GetRawConstantValue()!)
                .Distinct(),
        ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_is_what_its_class_is(string sqlState)
    {
        var expected = Exceptions.TryGetValue(sqlState, out var named)
            ? named
            : Enum.Parse<StoreFault>(Classes.Single(of => of.Value.Split(' ').Contains(sqlState[..2])).Key);

        Error(sqlState).Fault().ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_that_ends_the_connection_is_never_a_rows_fault(string sqlState) =>
        Error(sqlState, "FATAL").Fault().ShouldBe(StoreFault.Unavailable);

    [Theory]
    [InlineData("26000", "prepared statement \"_p1\" does not exist")]
    [InlineData("42P05", "prepared statement \"_p1\" already exists")]
    [InlineData("08P01", "bind message supplies 2 parameters, but prepared statement \"\" requires 1")]
    [InlineData("22P03", "incorrect binary data format in bind parameter 1")]
    [InlineData("25P02", "current transaction is aborted, commands ignored until end of transaction block")]
    public void Sessions_that_a_pooler_mixed_up_are_an_unavailable_store(string sqlState, string message)
    {
        var failure = Error(sqlState, "ERROR", message);

        failure.Fault().ShouldBe(StoreFault.Unavailable);
        failure.ConcernsItsUnitOnly().ShouldBeFalse();
    }

    [Theory]
    [InlineData("26000")]
    [InlineData("42P05")]
    public void Prepared_statements_that_are_not_kept_name_the_setting(string sqlState) =>
        Error(sqlState).AsUnavailable().Message.ShouldContain("remove Max Auto Prepare from Store:ConnectionString");

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("55P03")]
    public void A_deadlock_or_a_lock_that_is_held_delays_its_unit_only(string sqlState)
    {
        Error(sqlState).Fault().ShouldBe(StoreFault.Unavailable);
        Error(sqlState).ConcernsItsUnitOnly().ShouldBeTrue();
    }

    [Fact]
    public void The_guards_own_sentences_are_a_conflict_and_an_absence()
    {
        Error("22P02", "ERROR", $"invalid input syntax for type integer: \"{PostgresText.AnotherWasFaster}: 0 of 1 rows\"")
            .Fault()
            .ShouldBe(StoreFault.Conflict);
        Error("22P02", "ERROR", $"invalid input syntax for type integer: \"{PostgresText.GivenUp}: 0 of 1 rows\"")
            .Fault()
            .ShouldBe(StoreFault.Unavailable);
    }

    [Fact]
    public void Of_all_exceptions_of_the_runtime_and_of_Npgsql_only_text_that_is_none_is_a_rows_fault()
    {
        var failures = AllExceptions().ToArray();

        failures.Length.ShouldBeGreaterThan(100);
        failures
            .Where(failure => failure.Fault() is StoreFault.RowsOnly or StoreFault.Conflict)
            .Select(failure => failure.GetType())
            .ShouldBe([typeof(EncoderFallbackException)]);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(NpgsqlException))]
    [InlineData(typeof(NpgsqlOperationInProgressException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(EndOfStreamException))]
    [InlineData(typeof(System.Net.Sockets.SocketException))]
    [InlineData(typeof(System.Security.Authentication.AuthenticationException))]
    [InlineData(typeof(OperationCanceledException))]
    public void Whatever_a_connection_ends_with_is_an_unavailable_store(Type failure) =>
        Raise(failure).Fault().ShouldBe(StoreFault.Unavailable);

    [Theory]
    [InlineData(typeof(NullReferenceException))]
    [InlineData(typeof(KeyNotFoundException))]
    [InlineData(typeof(InvalidCastException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(NotSupportedException))]
    public void A_mistake_of_this_program_is_a_surprise_and_its_callers_wait(Type failure)
    {
        Raise(failure).Fault().ShouldBe(StoreFault.Surprise);
        Raise(failure).AsUnavailable().ShouldBeOfType<StoreUnavailableException>();
    }

    [Fact]
    public void A_missing_table_and_a_rule_of_somebody_else_are_surprises_that_fail_their_unit_only()
    {
        foreach (var failure in new[] { Error("42P01"), Error("42501"), Error("23514"), Error("P0001") })
        {
            failure.Fault().ShouldBe(StoreFault.Surprise);
            failure.ConcernsItsUnitOnly().ShouldBeTrue();
        }
    }

    private static PostgresException Error(string sqlState, string severity = "ERROR", string message = "as said by a server") =>
        new(message, severity, severity, sqlState);

    internal static Exception Raise(Type failure) => (Exception)RuntimeHelpers.GetUninitializedObject(failure);

    private static IEnumerable<Exception> AllExceptions() =>
        new[]
        {
            typeof(object),
            typeof(Stack<>),
            typeof(Enumerable),
            typeof(System.Net.Sockets.Socket),
            typeof(System.Net.Http.HttpClient),
            typeof(System.Net.Security.SslStream),
            typeof(System.Data.DataTable),
            typeof(System.Text.Json.JsonDocument),
            typeof(NpgsqlConnection),
        }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.IsAssignableTo(typeof(Exception)) && !type.IsAbstract && !type.ContainsGenericParameters)
            .Where(type => !type.IsAssignableTo(typeof(PostgresException)))
            .Select(Raise);
}
