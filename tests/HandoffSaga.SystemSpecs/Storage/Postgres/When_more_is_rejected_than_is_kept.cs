using HandoffSaga.Rejections;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

public sealed class When_more_is_rejected_than_is_kept(RealServers servers)
{
    [Fact]
    public async Task The_oldest_go_also_when_several_replicas_write_at_once()
    {
        await using var store = await PlantStore.Migrated(await servers.Postgres);
        var pace = new RejectionThrottle(TimeProvider.System);
        await store.Write(RejectionLog.Row(pace.Admit("the_first", "http", null, "", default)));

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    for (var i = 0; i < 300; i++)
                        await store.Write(RejectionLog.Row(pace.Admit("later", "http", null, "", default)));
                })
        );
        await store.Write(RejectionLog.Row(pace.Admit("the_last", "http", null, "", default)));

        (await store.Database.Ask<long>("SELECT count(*) FROM rejected")).ShouldBe(1000);
        (await store.Database.Ask<long>("SELECT count(*) FROM rejected WHERE reason = 'the_first'")).ShouldBe(0);
        (await store.Database.Ask<long>("SELECT count(*) FROM rejected WHERE reason = 'the_last'")).ShouldBe(1);
    }
}
