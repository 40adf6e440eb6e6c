namespace HandoffSaga.Specs.Docs;

public sealed class When_a_document_links
{
    public static TheoryData<string> Documents => [.. MarkdownDocument.All];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Then_each_link_leads_to_a_file_and_to_a_heading_in_it(string path)
    {
        var document = MarkdownDocument.Read(path);

        var broken = document.Links.Where(link => !Leads(document, link));

        broken.ShouldBeEmpty($"links of {path}");
    }

    [Theory]
    [InlineData("README.md", 10)]
    [InlineData("docs/wire.md", 20)]
    [InlineData("deploy/README.md", 5)]
    [InlineData("contracts/wire/README.md", 15)]
    public void Then_the_links_are_seen(string path, int least) => MarkdownDocument.Read(path).Links.Count.ShouldBeGreaterThan(least);

    [Fact]
    public void Then_code_and_other_sites_are_no_links_of_it()
    {
        const string text = """
            # One `handoff run`, [two](a.md)
            ## Same
            ## Same
            See [it](b.md#same-1 "title"), ![picture](c.svg), `[code](d.md)` and [outside](https://example.com/e.md).

            [reference]: f.md
            ```bash
            # no heading
            [in a block](g.md)
            ```
            """;

        var document = MarkdownDocument.Of(text);

        document.Links.ShouldBe(["a.md", "b.md#same-1", "c.svg", "f.md"]);
        document.Anchors.ShouldBe(["one-handoff-run-two", "same", "same-1"], ignoreOrder: true);
    }

    private static bool Leads(MarkdownDocument from, string link)
    {
        var (target, heading) = link.Split('#', 2) is [var file, var fragment] ? (file, fragment) : (link, null);
        var path = target.Length == 0 ? from.Path : Below(Path.GetDirectoryName(from.Path)!, Uri.UnescapeDataString(target));
        var absolute = Path.Combine(MarkdownDocument.Root, path);
        if (path.StartsWith("..", StringComparison.Ordinal) || !Path.Exists(absolute))
            return false;

        return heading is null || (path.EndsWith(".md", StringComparison.Ordinal) && MarkdownDocument.Read(path).Anchors.Contains(heading));
    }

    private static string Below(string folder, string target) =>
        Path.GetRelativePath(MarkdownDocument.Root, Path.GetFullPath(target, Path.Combine(MarkdownDocument.Root, folder)))
            .Replace('\\', '/');
}
