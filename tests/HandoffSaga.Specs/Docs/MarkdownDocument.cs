using System.Text;
using System.Text.RegularExpressions;

namespace HandoffSaga.Specs.Docs;

/// <summary>A Markdown file of the repository as its readers use it: links to follow, headings to arrive at.</summary>
internal sealed partial class MarkdownDocument
{
    private static readonly string[] NotOurs = ["bin", "obj", "play", "node_modules", "TestResults"];

    private MarkdownDocument(string path, string text)
    {
        Path = path;
        var prose = CodeBlock().Replace(text, "");
        Anchors = [.. Slugs(Heading().Matches(prose).Select(heading => heading.Groups["text"].Value))];
        Links = [.. Link().Matches(InlineCode().Replace(prose, "")).Select(link => link.Groups["target"].Value).Where(IsRelative)];
    }

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Below <see cref="Root"/>, with slashes.</summary>
    public string Path { get; }

    /// <summary>The targets of its links and pictures, those that lead out of the repository left out.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>What may stand behind # in a link to it.</summary>
    public HashSet<string> Anchors { get; }

    /// <summary>Every Markdown file that somebody wrote.</summary>
    public static IEnumerable<string> All => In(new DirectoryInfo(Root)).Order(StringComparer.Ordinal);

    public static MarkdownDocument Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Root, path)));

    public static MarkdownDocument Of(string text) => new("text", text);

    private static IEnumerable<string> In(DirectoryInfo folder) =>
        [
            .. folder.EnumerateFiles("*.md").Select(file => System.IO.Path.GetRelativePath(Root, file.FullName).Replace('\\', '/')),
            .. folder.EnumerateDirectories().Where(inner => inner.Name[0] != '.' && !NotOurs.Contains(inner.Name)).SelectMany(In),
        ];

    private static bool IsRelative(string target) => !Uri.TryCreate(target, UriKind.Absolute, out _);

    /// <summary>As GitHub makes them: lower case, no punctuation, a hyphen for each space, a number for one that comes again.</summary>
    private static IEnumerable<string> Slugs(IEnumerable<string> headings)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var heading in headings)
        {
            var slug = Slug(LinkText().Replace(heading, "${text}").Trim());
            var times = seen[slug] = seen.GetValueOrDefault(slug, -1) + 1;
            yield return times == 0 ? slug : $"{slug}-{times}";
        }
    }

    private static string Slug(string heading)
    {
        var slug = new StringBuilder();
        foreach (var character in heading.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_')
                slug.Append(character);
            else if (character == ' ')
                slug.Append('-');
        }

        return slug.ToString();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "HandoffSaga.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^[ ]*(?<fence>```+|~~~+).*?^[ ]*\k<fence>[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"(?<ticks>`+)(?!`).*?(?<!`)\k<ticks>(?!`)")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^#{1,6}[ ]+(?<text>.+?)[ #]*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"\]\([ ]*<?(?<target>[^)>\s]+)>?(?:[ ]+""[^""]*"")?[ ]*\)|^\[[^\]]+\]:[ ]*<?(?<target>[^>\s]+)|(?:href|src)=""(?<target>[^""]+)""",
        RegexOptions.Multiline
    )]
    private static partial Regex Link();

    [GeneratedRegex(@"!?\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();
}
