using CsCheck;
using HandoffSaga.Ledger;

namespace HandoffSaga.Specs.Ledger.Tiles;

public sealed class When_tiles_are_named
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 273, 112, "tile/1/273.p/112")]
    [InlineData(-1, 1000, 1, "tile/entries/x001/000.p/1")]
    [InlineData(63, 999, 256, "tile/63/999")]
    public void The_path_is_that_of_the_specification(int level, long index, int width, string path)
    {
        new TilePath(level, index, width).ToString().ShouldBe(path);
        TilePath.TryParse(path, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(new TilePath(level, index, width));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/../../../etc/passwd")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/0/+01")]
    public void Anything_else_is_no_tile(string path) => TilePath.TryParse(path, out _).ShouldBeFalse();

    [Fact]
    public void Every_tile_goes_through_its_path() =>
        Gen.Select(Gen.Int[-1, 63], Gen.Long[0, long.MaxValue / 256], Gen.Int[1, 256])
            .Sample(
                (level, index, width) =>
                    TilePath.TryParse(new TilePath(level, index, width).ToString(), out var parsed)
                    && parsed == new TilePath(level, index, width)
            );

    [Fact]
    public void Seventy_thousand_entries_end_in_the_tiles_of_the_specifications_example()
    {
        TileLayout
            .Edge(70_000)
            .ShouldBe([TilePath.Entries(273, 112), new TilePath(0, 273, 112), new TilePath(1, 1, 17), new TilePath(2, 0, 1)]);
        TileLayout.Edge(256).ShouldBe([new TilePath(1, 0, 1)]);
        TileLayout.At(0, 272, 70_000).ShouldBe(new TilePath(0, 272));
        TileLayout.At(0, 274, 70_000).ShouldBeNull();
    }
}
