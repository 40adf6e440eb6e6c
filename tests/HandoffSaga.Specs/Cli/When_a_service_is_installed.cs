using HandoffSaga.Files;

namespace HandoffSaga.Specs.Cli;

/// <summary>Commands on a service's files, as an operator pastes them at any place.</summary>
public sealed class When_a_service_is_installed : IDisposable
{
    private readonly Prompt _prompt = new();

    private string Etc => Path.Combine(_prompt.Folder, "root/etc/handoff");

    private string Data => Path.Combine(_prompt.Folder, "root/var/lib/handoff");

    public When_a_service_is_installed() => _prompt.Write("root/etc/handoff/appsettings.json", """{"Node":{"Id":"NODE-77"}}""");

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task Its_settings_and_data_are_found_and_named()
    {
        var outcome = await _prompt.Types("migrate");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Error.ShouldContain($"{Etc}/appsettings.json. Data folder: {Data}");
        File.Exists(Path.Combine(Data, "handoff.db")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("ledger", "verify")]
    [InlineData("ledger", "checkpoint")]
    [InlineData("ledger", "resume", "--reason", "x")]
    public async Task Every_command_on_its_ledger_says_what_it_works_with(params string[] command) =>
        (await _prompt.Types(command)).Error.ShouldContain($"{Etc}/appsettings.json. Data folder: {Data}");

    [Fact]
    public async Task What_systemd_reads_for_it_counts_too()
    {
        _prompt.Write("root/etc/handoff/handoff.env", "# secrets\nHANDOFF_Node__Domain=NDT\nHANDOFF_Ledger__Origin=\"plant/one\"\n");

        var outcome = await _prompt.Types("config");

        outcome.Output.ShouldContain("plant/one");
        outcome.Output.ShouldContain($"{Etc}/handoff.env");
        outcome.Output.ShouldContain("NODE-77");
    }

    [Fact]
    public async Task Settings_that_are_named_or_lie_here_come_first()
    {
        _prompt.Write("own.json", """{"Node":{"Id":"NODE-OWN"}}""");
        (await _prompt.Types("config", "--config", "own.json")).Output.ShouldContain("NODE-OWN");
        _prompt.Variables["HANDOFF_CONFIG"] = "own.json";
        var named = await _prompt.Types("config");
        named.ExitCode.ShouldBe(0, named.Error);
        named.Output.ShouldContain("NODE-OWN");
        named.Output.ShouldNotContain("NODE-77");

        _prompt.Variables.Clear();
        _prompt.Write("appsettings.json", """{"Node":{"Id":"NODE-HERE"}}""");
        (await _prompt.Types("config")).Output.ShouldContain("NODE-HERE");
    }

    [Fact]
    public async Task A_file_that_HANDOFF_CONFIG_names_must_be_there()
    {
        _prompt.Variables["HANDOFF_CONFIG"] = "missing.json";

        var outcome = await _prompt.Types("migrate");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("missing.json: no such file");
    }

    [Fact]
    public async Task A_store_that_is_named_needs_no_settings()
    {
        var file = Path.Combine(_prompt.Folder, "other.db");

        (await _prompt.Types("migrate", "--connection", $"Data Source={file}")).ExitCode.ShouldBe(0);

        File.Exists(file).ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_is_named_is_not_taken_for_a_file()
    {
        var outcome = await _prompt.Types("migrate", "--connection", "Host=127.0.0.1;Port=1;Database=h;Username=u;Timeout=1");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("PostgreSQL cannot be used now");
    }

    [Theory]
    [InlineData("/run/credentials/handoff.service", 0b100_100_000, true)]
    [InlineData("/run/credentials/handoff.service", 0b100_100_100, false)]
    [InlineData("/run/credentials/handoff.service", 0b100_110_000, false)]
    [InlineData(null, 0b100_100_000, false)]
    [InlineData(null, 0b100_000_000, true)]
    public void A_credential_of_systemd_is_its_users_own(string? credentials, int mode, bool isOwn)
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = _prompt.Write("run/credentials/handoff.service/secret_token", "t");
        File.SetUnixFileMode(file, (UnixFileMode)mode);

        (SecretFile.Exposure(file, credentials is null ? null : _prompt.Folder + credentials) is null).ShouldBe(isOwn);
    }
}
