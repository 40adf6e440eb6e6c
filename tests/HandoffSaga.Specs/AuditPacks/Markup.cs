using HandoffSaga.Client.AuditPacks;

namespace HandoffSaga.Specs.AuditPacks;

public sealed class Markup
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onload='x'", "&quot; onload=&#x27;x&#x27;")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("a\u202eb\u0000c\nd", "a\\u202eb\\u0000c\\u000ad")]
    [InlineData("Größe 部品", "Größe 部品")]
    [InlineData(null, "")]
    public void Never_comes_from_text(string? text, string markup) =>
        Html.Of($"<p title=\"{text}\">{text}</p>").ToString().ShouldBe($"<p title=\"{markup}\">{markup}</p>");

    [Fact]
    public void Stays_what_it_is_inside_other_markup() =>
        Html.Of($"<ul>{Html.Join([Html.Of($"<li>{"<"}</li>"), Html.Of($"<li>{12}</li>")])}</ul>")
            .ToString()
            .ShouldBe("<ul><li>&lt;</li><li>12</li></ul>");
}
