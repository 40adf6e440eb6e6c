using CsCheck;
using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Durability.Caching;

public sealed class When_a_cache_is_full
{
    [Fact]
    public void What_was_used_longest_ago_goes()
    {
        var cache = new BoundedCache<string, int>(capacity: 3);
        foreach (var key in new[] { "a", "b", "c" })
            cache.Set(key, 1);
        cache.TryGet("a", out _).ShouldBeTrue();

        cache.Set("d", 1);

        Kept(cache).ShouldBe("acd");
    }

    [Fact]
    public void A_value_set_again_is_as_good_as_new()
    {
        var cache = new BoundedCache<string, int>(capacity: 3);
        foreach (var key in new[] { "a", "b", "c", "a", "d" })
            cache.Set(key, 1);

        Kept(cache).ShouldBe("acd");
    }

    [Fact]
    public void By_size_as_many_go_as_the_new_one_needs()
    {
        var cache = BySize(100);
        cache.Set("a", 40);
        cache.Set("b", 40);
        cache.Set("c", 20);

        cache.Set("d", 50);

        Kept(cache).ShouldBe("cd");
    }

    [Fact]
    public void What_is_taken_out_or_grows_smaller_makes_room()
    {
        var cache = BySize(100);
        cache.Set("a", 50);
        cache.Set("b", 50);
        cache.Set("a", 10);
        cache.Set("c", 40);
        Kept(cache).ShouldBe("abc");

        cache.TryRemove("b", out var size).ShouldBeTrue();
        cache.Set("d", 50);

        size.ShouldBe(50);
        Kept(cache).ShouldBe("acd");
        cache.TryRemove("b", out _).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_gives_way_to_what_is_larger_than_all_of_it()
    {
        var cache = BySize(100);
        cache.Set("a", 50);
        cache.Set("b", 50);

        cache.Set("c", 101);
        Kept(cache).ShouldBe("ab");

        cache.Set("b", 101);
        Kept(cache).ShouldBe("a", "what b was before is no longer b");
    }

    [Fact]
    public void It_is_what_a_list_from_the_newest_to_the_oldest_would_be() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 19], Gen.Int[0, 12])
            .Array[0, 400]
            .Sample(
                steps =>
                {
                    var cache = new BoundedCache<int, int>(capacity: 30, size => size);
                    var list = new List<(int Key, int Size)>();
                    foreach (var (step, key, size) in steps)
                    {
                        var index = list.FindIndex(entry => entry.Key == key);
                        var known = index < 0 ? default : list[index];
                        if (index >= 0)
                            list.RemoveAt(index);
                        switch (step)
                        {
                            case 0:
                                list.Insert(0, (key, size));
                                while (list.Sum(entry => entry.Size) > 30)
                                    list.RemoveAt(list.Count - 1);
                                cache.Set(key, size);
                                break;
                            case 1:
                                if (index >= 0)
                                    list.Insert(0, known);
                                cache.TryGet(key, out var found).ShouldBe(index >= 0);
                                found.ShouldBe(known.Size);
                                break;
                            default:
                                cache.TryRemove(key, out var removed).ShouldBe(index >= 0);
                                removed.ShouldBe(known.Size);
                                break;
                        }
                    }

                    // From the oldest on, so that looking leaves the order as it was.
                    foreach (var (key, size) in Enumerable.Reverse(list))
                    {
                        cache.TryGet(key, out var kept).ShouldBeTrue();
                        kept.ShouldBe(size);
                    }

                    Enumerable.Range(0, 20).Count(key => cache.TryGet(key, out _)).ShouldBe(list.Count);
                },
                iter: 2000
            );

    [Fact]
    public void Many_threads_leave_it_whole()
    {
        var cache = new BoundedCache<int, int>(capacity: 50);

        Parallel.For(
            0,
            8,
            thread =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    var key = ((i * 31) + thread) % 200;
                    cache.Set(key, key);
                    if (cache.TryGet((key + 7) % 200, out var found))
                        found.ShouldBe((key + 7) % 200);
                    if (i % 5 == 0)
                        cache.TryRemove((key + 3) % 200, out _);
                }
            }
        );

        for (var key = 1000; key < 1050; key++)
            cache.Set(key, key);
        Enumerable.Range(0, 200).Count(key => cache.TryGet(key, out _)).ShouldBe(0);
        Enumerable.Range(1000, 50).Count(key => cache.TryGet(key, out _)).ShouldBe(50);
    }

    private static BoundedCache<string, int> BySize(long capacity) => new(capacity, size => size);

    private static string Kept(BoundedCache<string, int> cache) =>
        string.Concat(new[] { "a", "b", "c", "d" }.Where(key => cache.TryGet(key, out _)));
}
