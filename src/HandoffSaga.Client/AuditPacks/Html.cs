using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using HandoffSaga.Texts;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>
/// Markup. It is only made of literals of this program and of what is interpolated into them: other markup as it is, and everything else
/// escaped. So there is no way for text from outside to become markup by forgetting something.
/// </summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Of(HtmlHandler parts) => new(parts.Markup());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    /// <summary>Markup that is a resource of this program.</summary>
    public static Html Resource(byte[] utf8) => new(Encoding.UTF8.GetString(utf8));

    public override string ToString() => _markup ?? "";
}

/// <summary>What stands between <c>$"</c> and <c>"</c> in <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlHandler(int literalLength, int holes)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _markup = new(literalLength + (32 * holes));

    public void AppendLiteral(string literal) => _markup.Append(literal);

    public void AppendFormatted(Html part) => _markup.Append(part.ToString());

    /// <summary>Text of anybody: escaped, and with nothing invisible in it that could turn or hide what stands beside it.</summary>
    public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(PrintableText.Escape(text ?? "")));

    public void AppendFormatted(long number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    public string Markup() => _markup.ToString();
}
