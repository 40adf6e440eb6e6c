using HandoffSaga.Packages;

namespace HandoffSaga.Specs.Packages;

public sealed class When_a_package_was_just_built
{
    private readonly PackageCache _fresh = new(mostBytes: 100);

    [Fact]
    public void Its_first_attempt_takes_it_from_memory_and_every_later_one_from_the_store()
    {
        var payload = new byte[40];
        _fresh.Keep("a", payload);

        _fresh.Take("a").ShouldBeSameAs(payload);
        _fresh.Take("a").ShouldBeNull();
    }

    [Fact]
    public void A_package_with_another_digest_is_another_package()
    {
        _fresh.Keep("a", new byte[40]);

        _fresh.Take("b").ShouldBeNull();
    }

    [Fact]
    public void The_oldest_go_when_there_is_no_more_room()
    {
        foreach (var digest in new[] { "a", "b", "c" })
            _fresh.Keep(digest, new byte[40]);

        _fresh.Take("a").ShouldBeNull();
        _fresh.Take("b").ShouldNotBeNull();
        _fresh.Take("c").ShouldNotBeNull();
    }

    [Fact]
    public void What_is_taken_makes_room()
    {
        _fresh.Keep("a", new byte[60]);
        _fresh.Take("a");
        _fresh.Keep("b", new byte[60]);
        _fresh.Keep("b", new byte[60]);
        _fresh.Keep("c", new byte[40]);

        _fresh.Take("b").ShouldNotBeNull();
    }

    [Fact]
    public void One_that_is_larger_than_the_room_is_left_to_the_store()
    {
        _fresh.Keep("a", new byte[101]);

        _fresh.Take("a").ShouldBeNull();
    }
}
