using HandoffSaga.Host.Station;

namespace HandoffSaga.Specs.Hosting;

public sealed class When_file_descriptors_are_few
{
    [Theory]
    [InlineData(1_048_576L, 1024)]
    [InlineData(1024L, 576)]
    [InlineData(256L, 16)]
    [InlineData(null, 1024)]
    public void Callers_get_a_part_of_them_only(long? limit, int connections) => FileDescriptors.Connections(limit).ShouldBe(connections);

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max processes             1024                 524288               processes ", null)]
    public void The_limit_is_what_the_system_says(string line, long? limit) => FileDescriptors.Limit(["Limit", line]).ShouldBe(limit);
}
