using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;

namespace HandoffSaga.Specs.Durability;

public sealed class When_another_process_has_the_file() : DurabilitySuite(new SqliteUnderTest())
{
    private SqliteUnderTest Sqlite => (SqliteUnderTest)Store;

    [Fact]
    public async Task The_start_is_rejected_and_names_the_file()
    {
        // The operating system tells two holders of the file apart in one process just as well.
        await using var first = await Station.Start(Store);

        var refused = await Should.ThrowAsync<StoreInUseException>(() => Station.Start(Store));

        refused.Message.ShouldContain(Sqlite.File);
    }

    [Fact]
    public async Task The_file_is_free_again_when_that_process_is_gone()
    {
        await using (await Station.Start(Store)) { }

        await using var next = await Station.Start(Store);

        (await next.Open()).ShouldNotBe(Guid.Empty);
    }
}
