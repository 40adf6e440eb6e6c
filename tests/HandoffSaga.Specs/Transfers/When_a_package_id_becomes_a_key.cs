using HandoffSaga.Identity;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_a_package_id_becomes_a_key
{
    [Fact]
    public void The_same_id_is_the_same_transfer_for_ever() =>
        TransferKey.For("PKG-2025-001-LP-TEST1").ShouldBe(TransferKey.For("PKG-2025-001-LP-TEST1"));

    [Fact]
    public void Ids_that_differ_in_case_are_different_transfers() => TransferKey.For("PKG-a").ShouldNotBe(TransferKey.For("PKG-A"));

    [Fact]
    public void The_key_is_a_version_5_UUID()
    {
        var key = TransferKey.For(new string('x', 128));
        key.Version.ShouldBe(5);
        (key.Variant & 0xC).ShouldBe(0x8);
    }

    [Fact]
    public void The_key_of_a_known_id_never_changes() =>
        TransferKey.For("PKG-1").ShouldBe(new Guid("0147966e-e33c-500b-afbf-b34babb81686"));
}
