using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.SmartContracts;

public sealed class When_a_contract_is_looked_up : IDisposable
{
    private readonly ContractsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task It_is_found_by_the_name_a_trigger_gives()
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));

        (await Find("SC-1.yaml")).ShouldBeOfType<ContractLookup.Found>().Contract.SmartContractId.ShouldBe("SC-1");
    }

    [Fact]
    public async Task It_is_found_by_its_id_with_either_extension_and_yaml_comes_first()
    {
        _disk.Write("SC-1.yml", ContractText.Final("SC-1"));
        (await FindById("SC-1")).ShouldBeOfType<ContractLookup.Found>().Contract.FileName.ShouldBe("SC-1.yml");

        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));
        (await FindById("SC-1")).ShouldBeOfType<ContractLookup.Found>().Contract.FileName.ShouldBe("SC-1.yaml");
    }

    [Fact]
    public async Task A_broken_yaml_is_not_passed_over_for_a_yml()
    {
        _disk.Write("SC-1.yaml", "[");
        _disk.Write("SC-1.yml", ContractText.Final("SC-1"));

        (await FindById("SC-1")).ShouldBeOfType<ContractLookup.Invalid>().Name.ShouldBe("SC-1.yaml");
    }

    [Fact]
    public async Task One_that_is_not_there_is_missing_and_so_is_all_of_a_folder_that_is_not_there()
    {
        (await Find("SC-1.yml")).ShouldBe(new ContractLookup.Missing("SC-1.yml"));
        (await FindById("SC-1")).ShouldBe(new ContractLookup.Missing("SC-1.yaml"));

        var nowhere = new SmartContractFolder(Path.Combine(_disk.Folder, "nowhere"), _disk.Clock);
        (await nowhere.Find("SC-1.yaml", TestContext.Current.CancellationToken)).ShouldBe(new ContractLookup.Missing("SC-1.yaml"));
    }

    [Fact]
    public async Task A_broken_one_is_invalid_with_its_first_problem()
    {
        _disk.Write("SC-1.yaml", "contract_type: x\nsequence_number: x\n");

        (await Find("SC-1.yaml")).ShouldBe(
            new ContractLookup.Invalid("SC-1.yaml", new ContractProblem("SC-1.yaml", 1, "smart_contract_id is missing"))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".yaml")]
    [InlineData("..yaml")]
    [InlineData("SC-1")]
    [InlineData("SC-1.json")]
    [InlineData("SC-1.YAML")]
    [InlineData("SC-1.yaml ")]
    [InlineData("SC-1.yaml\0.yaml")]
    [InlineData("SC-1\n.yaml")]
    [InlineData("../outside.yaml")]
    [InlineData("inside/SC-1.yaml")]
    [InlineData("./SC-1.yaml")]
    [InlineData("..\\outside.yaml")]
    [InlineData("/etc/passwd.yaml")]
    [InlineData("C:outside.yaml")]
    [InlineData("file:///outside.yaml")]
    public async Task A_name_that_is_no_bare_file_name_is_invalid_whatever_lies_there(string name)
    {
        File.WriteAllText(Path.Combine(_disk.Folder, "..", "outside.yaml"), ContractText.Final("outside"));
        Directory.CreateDirectory(Path.Combine(_disk.Folder, "inside"));
        _disk.Write("inside/SC-1.yaml", ContractText.Final("SC-1"));
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));

        (await Find(name)).ShouldBeOfType<ContractLookup.Invalid>().First.Message.ShouldContain("is not a bare file name");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("SC 1")]
    public async Task An_id_that_is_no_id_is_invalid(string id) =>
        (await FindById(id)).ShouldBeOfType<ContractLookup.Invalid>().First.Message.ShouldContain("is not a contract id");

    [Fact]
    public async Task A_name_longer_than_a_file_system_takes_is_invalid() =>
        (await Find(new string('é', 126) + ".yaml")).ShouldBeOfType<ContractLookup.Invalid>();

    [Fact]
    public async Task A_symbolic_link_is_not_followed()
    {
        _disk.Write("real.yaml", ContractText.Final("SC-1"));
        File.CreateSymbolicLink(Path.Combine(_disk.Folder, "SC-1.yaml"), Path.Combine(_disk.Folder, "real.yaml"));
        File.CreateSymbolicLink(Path.Combine(_disk.Folder, "SC-2.yaml"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(_disk.Folder, "SC-3.yaml"), Path.Combine(_disk.Folder, "nothing"));

        foreach (var name in (string[])["SC-1.yaml", "SC-2.yaml", "SC-3.yaml"])
            (await Find(name)).ShouldBeOfType<ContractLookup.Invalid>().First.Message.ShouldBe("a symbolic link, which is not followed");
    }

    [Fact]
    public async Task A_folder_or_an_empty_file_is_invalid()
    {
        Directory.CreateDirectory(Path.Combine(_disk.Folder, "SC-1.yaml"));
        _disk.Write("SC-2.yaml", "");

        (await Find("SC-1.yaml")).ShouldBeOfType<ContractLookup.Invalid>().First.Message.ShouldBe("a folder");
        (await Find("SC-2.yaml")).ShouldBeOfType<ContractLookup.Invalid>().First.Message.ShouldBe("the file is empty");
    }

    [Fact]
    public async Task A_huge_file_is_invalid_without_being_read()
    {
        using (var file = File.Create(Path.Combine(_disk.Folder, "SC-1.yaml")))
            file.SetLength(1L << 40);

        (await Find("SC-1.yaml"))
            .ShouldBeOfType<ContractLookup.Invalid>()
            .First.ShouldBe(new ContractProblem("SC-1.yaml", 0, "larger than 1 MiB"));
    }

    [Fact]
    public async Task Cancellation_is_the_only_thing_that_is_thrown()
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await _disk.Library.Find("SC-1.yaml", stopped.Token));
    }

    private ValueTask<ContractLookup> Find(string name) => _disk.Library.Find(name, TestContext.Current.CancellationToken);

    private ValueTask<ContractLookup> FindById(string id) => _disk.Library.FindByContractId(id, TestContext.Current.CancellationToken);
}
