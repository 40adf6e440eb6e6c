using System.Globalization;
using System.Text.RegularExpressions;
using HandoffSaga.Ledger;
using HandoffSaga.Texts;

namespace HandoffSaga.Host.Settings;

/// <summary>The kinds of values that occur in the configuration.</summary>
internal static partial class SettingKinds
{
    public static readonly ScalarKind<string> Text = new(
        "text of 1 to 128 characters without control characters",
        (string text, out string value) => (value = text).Length is > 0 and <= 128 && !text.Any(char.IsControl));

    public static readonly ScalarKind<string> StationId = new(
        "a station id: a letter or digit, then up to 63 letters, digits, _ or -",
        (string text, out string value) => StationIdPattern().IsMatch(value = text));

    public static readonly ScalarKind<string> FilePath = new(
        "a path",
        (string text, out string value) => (value = text).Length > 0 && !text.Any(char.IsControl));

    public static readonly ScalarKind<string> ConnectionString = new(
        "a connection string",
        (string text, out string value) => (value = text).Length > 0 && !text.Any(char.IsControl));

    public static readonly ScalarKind<string> LedgerOrigin = new(
        "a name without spaces and without +, such as example.com/NODE-001",
        (string text, out string value) => (value = text).Length is > 0 and <= 256 && !text.Any(c => c == '+' || char.IsControl(c) || char.IsWhiteSpace(c)));

    public static readonly ScalarKind<NoteVerifierKey> WitnessKey = new(
        "a witness's verifier key, as \"handoff ledger witness\" prints it",
        (string text, out NoteVerifierKey value) => NoteVerifierKey.TryParse(text, out value!) && value.Type == NoteKeyType.Cosignature);

    public static readonly ScalarKind<Uri> Url = Address("an absolute http or https address", "http", "https");

    public static readonly ScalarKind<Uri> BrokerUrl = Address("an absolute amqp or amqps address", "amqp", "amqps");

    /// <summary>Kestrel's own form, so that <c>http://*:5080</c> works; the program ends no TLS itself.</summary>
    public static readonly ScalarKind<string> ListenUrl = new(
        "an http address to listen on, such as http://127.0.0.1:5080 (TLS ends at a proxy before it)",
        (string text, out string value) =>
        {
            value = text;
            try
            {
                var address = BindingAddress.Parse(text);
                return address is { Scheme: "http", PathBase: "", IsUnixPipe: false, IsNamedPipe: false, Port: >= 0 and <= 65535 } && address.Host.Length > 0;
            }
            catch (FormatException)
            {
                return false;
            }
        });

    public static readonly ScalarKind<TimeSpan?> DurationOrOff = new(
        "off, or a duration such as 10s, 1m, 500ms, 1h, 2d or 00:00:30, up to 30d",
        (string text, out TimeSpan? value) =>
        {
            value = null;
            if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
                return true;
            var read = Duration.TryParse(text, out var duration) && duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(30);
            value = duration;
            return read;
        },
        value => value is { } duration ? Duration.Format(duration) : "off");

    /// <summary>Bytes, optionally in KiB or MiB.</summary>
    public static readonly ScalarKind<int> Size = new(
        "a size from 1 KiB to 64 MiB, such as 8388608, 8192 KiB or 8 MiB",
        (string text, out int value) =>
        {
            value = 0;
            var match = SizePattern().Match(text);
            if (!match.Success)
                return false;
            var unit = match.Groups[2].Value.ToUpperInvariant() switch { "KIB" => 1024L, "MIB" => 1024L * 1024, _ => 1L };
            var bytes = long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * unit;
            value = (int)Math.Clamp(bytes, 0, int.MaxValue);
            return bytes is >= 1024 and <= 64L * 1024 * 1024;
        },
        value => value % (1024 * 1024) == 0 ? $"{value / (1024 * 1024)} MiB" : $"{value}");

    public static ScalarKind<TimeSpan> DurationUpTo(TimeSpan longest) => new(
        $"a duration such as 10s, 1m, 500ms, 1h, 2d or 00:00:30, up to {Duration.Format(longest)}",
        (string text, out TimeSpan value) => Duration.TryParse(text, out value) && value > TimeSpan.Zero && value <= longest,
        Duration.Format);

    public static ScalarKind<int> Integer(int least, int most) => new(
        $"a whole number from {least} to {most}",
        (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    public static ScalarKind<double> Fraction => new(
        "a number from 0 to 1, such as 0.2",
        (string text, out double value) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 1,
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>One of a few names, whatever their case.</summary>
    public static ScalarKind<T> OneOf<T>(params (string Name, T Value)[] choices)
        where T : struct, Enum =>
        new(
            string.Join(" or ", choices.Select(choice => choice.Name)),
            (string text, out T value) =>
            {
                var chosen = choices.FirstOrDefault(choice => choice.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
                value = chosen.Value;
                return chosen.Name is not null;
            },
            value => choices.First(choice => choice.Value.Equals(value)).Name);

    /// <summary>The same, or nothing: an empty value is none.</summary>
    public static ScalarKind<T?> Optional<T>(ScalarKind<T> kind)
        where T : class =>
        new(
            $"{kind.Allowed}, or nothing",
            (string text, out T? value) =>
            {
                value = null;
                return text.Length == 0 || kind.TryRead(text, out value!);
            },
            value => value is null ? "" : kind.Format(value));

    public static ListKind<T> ListOf<T>(ScalarKind<T> item) => new(item);

    private static ScalarKind<Uri> Address(string allowed, params string[] schemes) => new(
        allowed,
        (string text, out Uri value) => Uri.TryCreate(text, UriKind.Absolute, out value!) && !text.Any(char.IsWhiteSpace) && schemes.Contains(value.Scheme) && value.Host.Length > 0,
        value => value.OriginalString);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex StationIdPattern();

    [GeneratedRegex(@"^([0-9]{1,12})\s*(KiB|MiB)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex SizePattern();
}
