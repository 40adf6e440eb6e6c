using HandoffSaga.Host.Settings;

namespace HandoffSaga.Specs.Settings;

public sealed class When_others_can_read_a_secret : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Sources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Theory]
    [InlineData("Api:TokenFile", UnixFileMode.OtherRead)]
    [InlineData("Api:TokenFile", UnixFileMode.GroupRead)]
    [InlineData("Api:TokenFile", UnixFileMode.GroupWrite)]
    [InlineData("Hubs:Vault:BearerTokenFile", UnixFileMode.OtherRead)]
    [InlineData("Hubs:Floor:BearerTokenFile", UnixFileMode.GroupRead)]
    [InlineData("Hubs:Vault:Tls:KeyFile", UnixFileMode.OtherRead)]
    [InlineData("Hubs:Floor:Tls:CertificateFile", UnixFileMode.GroupRead)]
    [InlineData("Ledger:KeyFile", UnixFileMode.OtherRead)]
    public void The_start_is_stopped_with_one_line_that_says_what_to_do(string key, UnixFileMode others)
    {
        var file = Secret(OwnerOnly | others);

        Problems(key, file).ShouldBe([$"""{key} = "{file}": users other than its owner can access it: chmod 600 {file}"""]);
    }

    [Theory]
    [InlineData("Api:TokenFile")]
    [InlineData("Hubs:Vault:BearerTokenFile")]
    [InlineData("Hubs:Floor:BearerTokenFile")]
    [InlineData("Ledger:KeyFile")]
    public void One_that_only_its_owner_can_read_is_as_it_should_be(string key)
    {
        Problems(key, Secret(OwnerOnly)).ShouldBeEmpty();
        Problems(key, Secret(UnixFileMode.UserRead)).ShouldBeEmpty();
    }

    [Fact]
    public void A_certificate_whose_key_is_elsewhere_is_no_secret()
    {
        _sources.Variable("HANDOFF_Hubs__Vault__Tls__KeyFile", Secret(OwnerOnly));

        Problems("Hubs:Vault:Tls:CertificateFile", Secret(OwnerOnly | UnixFileMode.OtherRead)).ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_link_the_rights_of_what_it_names_count()
    {
        var link = Path.Combine(_sources.Folder, "link");
        File.CreateSymbolicLink(link, Secret(OwnerOnly));

        Problems("Api:TokenFile", link).ShouldBeEmpty();
    }

    [Fact]
    public void A_hub_s_token_and_the_ledger_s_key_may_come_later()
    {
        Problems("Hubs:Vault:BearerTokenFile", "/nowhere/token").ShouldBeEmpty();
        Problems("Ledger:KeyFile", "/nowhere/key").ShouldBeEmpty();
    }

    private IReadOnlyList<string> Problems(string key, string file) =>
        SecretFiles.Problems(_sources.Variable("HANDOFF_" + key.Replace(":", "__"), file).Settings());

    private string Secret(UnixFileMode mode)
    {
        var file = Path.Combine(_sources.Folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(file, "t0ken");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);
        return file;
    }
}
