using HandoffSaga.Health;
using HandoffSaga.Host.Backups;
using HandoffSaga.Host.Doctor;
using HandoffSaga.Specs.Settings;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Doctor;

public sealed class When_trouble_is_coming : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 14, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("handoff-coming-");
    private readonly FakeTimeProvider _clock = new(Now);

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_running_service_says_so_stays_ready_and_notices_when_it_is_over()
    {
        using var sources = new Sources().Variable("HANDOFF_DataFolder", _data.FullName);
        var trouble = new ComingTrouble(sources.Settings(), _clock);
        new LastBackup(Now - TimeSpan.FromDays(8), "/backup").Write(_data.FullName);

        var warned = (await Backup(trouble)).ShouldHaveSingleItem();

        warned.State.ShouldBe(HealthStates.Warn);
        warned.Detail.ShouldNotBeNull().ShouldContain("2025-05-24");
        warned.Detail.ShouldNotContain(_data.FullName, Case.Sensitive, "everybody may read it");
        new LastBackup(Now, "/backup").Write(_data.FullName);
        _clock.Advance(TimeSpan.FromMinutes(6));
        (await Backup(trouble)).ShouldBeEmpty();
    }

    private static async Task<IEnumerable<HealthCheck>> Backup(ComingTrouble trouble) =>
        (await trouble.Check(TestContext.Current.CancellationToken)).Where(check => check.Name == "backup");
}
