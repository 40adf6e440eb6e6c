namespace HandoffSaga.Specs.Settings;

public sealed class When_passwords_are_configured : IDisposable
{
    private readonly Sources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Theory]
    [InlineData("HANDOFF_Store__ConnectionString", "Data Source=a.db;Password=sesame")]
    [InlineData("HANDOFF_Bus__Url", "amqp://user:sesame@one/,amqps://user:sesame@two/")]
    [InlineData("HANDOFF_Hubs__Vault__Url", "https://user:sesame@vault/in")]
    [InlineData("HANDOFF_Alerts__Urls__0", "https://user:sesame@alerts/in")]
    public void Nobody_sees_them(string variable, string value)
    {
        var reading = _sources.Variable(variable, value).Read();

        reading.Problems.ShouldBeEmpty();
        var shown = reading.Effective.Values.Select(setting => setting.Shown).ToList();
        shown.ShouldAllBe(text => !text.Contains("sesame"));
        shown.ShouldContain(text => text.Contains("***"));
    }

    [Theory]
    [InlineData("HANDOFF_Store__ConnectionString", "Host=db;Password=\"ses;ame\";Nonsense")]
    [InlineData("HANDOFF_Store__ConnectionString", "pwd = ses;ame=x")]
    [InlineData("HANDOFF_Bus__Url", "amqp://user:ses@me@ho st/")]
    [InlineData("HANDOFF_Alerts__FloorHubUrl", "ftp://user:sesame@alerts/in")]
    public void Not_even_in_what_is_said_of_a_wrong_value(string variable, string value)
    {
        var problems = _sources.Variable(variable, value).Read().Problems;

        problems.ShouldNotBeEmpty();
        problems.ShouldAllBe(problem => !problem.Contains("ses"));
    }
}
