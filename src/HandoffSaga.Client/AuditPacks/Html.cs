using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using HandoffSaga.Texts;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>
/// HTML markup, built only from literals of this program and the values interpolated into them: markup is inserted unchanged, everything
/// else is escaped. Text from outside therefore cannot become markup by an oversight.
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

/// <summary>The interpolated string given to <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlHandler(int literalLength, int holes)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _markup = new(literalLength + (32 * holes));

    public void AppendLiteral(string literal) => _markup.Append(literal);

    public void AppendFormatted(Html part) => _markup.Append(part.ToString());

    /// <summary>Appends untrusted text: escaped, and without invisible characters that could reorder or hide the text beside it.</summary>
    public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(PrintableText.Escape(text ?? "")));

    public void AppendFormatted(long number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    public string Markup() => _markup.ToString();
}
