using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.SmartContracts;

public sealed class When_a_contract_is_looked_up_again : IDisposable
{
    private readonly ContractsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task An_unchanged_file_is_not_read_again()
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));

        (await Find()).ShouldBeSameAs(await Find());
    }

    [Fact]
    public async Task A_changed_file_is_read_again()
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1", po: "CPO-1"), age: TimeSpan.FromMinutes(2));
        await Find();

        _disk.Write("SC-1.yaml", ContractText.Final("SC-1", po: "CPO-2"), age: TimeSpan.FromMinutes(1));

        (await Find()).ShouldBeOfType<ContractLookup.Found>().Contract.ClientPoId.ShouldBe("CPO-2");
    }

    [Fact]
    public async Task A_file_of_another_length_is_read_again_even_at_the_same_time()
    {
        _disk.Write("SC-1.yaml", "[");
        (await Find()).ShouldBeOfType<ContractLookup.Invalid>();

        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));

        (await Find()).ShouldBeOfType<ContractLookup.Found>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_file_of_the_same_length_and_time_is_read(bool isRenamed)
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1", po: "CPO-1"));
        await Find();

        _disk.Write(isRenamed ? "SC-1.next" : "SC-1.yaml", ContractText.Final("SC-1", po: "CPO-2"));
        if (isRenamed)
            File.Move(Path.Combine(_disk.Folder, "SC-1.next"), Path.Combine(_disk.Folder, "SC-1.yaml"), overwrite: true);

        (await Find()).ShouldBeOfType<ContractLookup.Found>().Contract.ClientPoId.ShouldBe("CPO-2");
    }

    [Fact]
    public async Task A_file_written_a_moment_ago_is_not_trusted_to_stay_as_it_is()
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1", po: "CPO-1"), age: TimeSpan.FromSeconds(1));
        await Find();

        _disk.Write("SC-1.yaml", ContractText.Final("SC-1", po: "CPO-2"), age: TimeSpan.FromSeconds(1));

        (await Find()).ShouldBeOfType<ContractLookup.Found>().Contract.ClientPoId.ShouldBe("CPO-2");
    }

    [Fact]
    public async Task A_file_that_is_gone_is_missing()
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));
        await Find();

        File.Delete(Path.Combine(_disk.Folder, "SC-1.yaml"));

        (await Find()).ShouldBe(new ContractLookup.Missing("SC-1.yaml"));
    }

    [Fact]
    public void The_memory_it_takes_is_bounded_and_what_is_asked_for_stays()
    {
        var cache = new ContractCache(mostBytes: 20 * 1024);
        var stamp = new ContractFileState.Present(DateTime.UnixEpoch, 1);
        for (var i = 0; i < 1000; i++)
        {
            cache.Keep($"{i}", stamp, new ContractLookup.Missing($"{i}"));
            cache.Find("0", stamp).ShouldNotBeNull();
        }

        Enumerable.Range(0, 1000).Count(i => cache.Find($"{i}", stamp) is not null).ShouldBeLessThanOrEqualTo(20);
    }

    private ValueTask<ContractLookup> Find() => _disk.Library.Find("SC-1.yaml", TestContext.Current.CancellationToken);
}
