using System.Globalization;
using System.Text.RegularExpressions;
using HandoffSaga.Texts;

namespace HandoffSaga.Settings;

/// <summary>The kinds of values that several sections use.</summary>
internal static partial class SettingKinds
{
    private const string Durations = "10s, 1m, 500ms, 1h, 2d or 00:00:30";

    public static readonly ScalarKind<string> Text = new(
        "text of 1 to 128 characters without control characters",
        (string text, out string value) => (value = text).Length is > 0 and <= 128 && !text.Any(char.IsControl)
    );

    public static readonly ScalarKind<string> StationId = new(
        "a station id: a letter or digit, then up to 63 letters, digits, _ or -",
        (string text, out string value) => NameShapes.Station.Fits(value = text)
    );

    public static readonly ScalarKind<string> ConnectionString = new(
        "a connection string",
        (string text, out string value) => IsOneLine(value = text)
    );

    public static readonly ScalarKind<string> WorkingPath = Path("a path, relative to the working folder", folders => folders.Working);

    public static readonly ScalarKind<string> DataPath = Path("a path, relative to DataFolder", folders => folders.Data);

    /// <summary>A file that only its owner may read; otherwise the start fails.</summary>
    public static readonly ScalarKind<string> SecretPath = Path(
        "a path, relative to DataFolder",
        folders => folders.Data,
        isSecretFile: true
    );

    public static readonly ScalarKind<Uri> HttpUrl = Url("an absolute http or https address", "http", "https");

    public static readonly ScalarKind<Uri> BrokerUrl = Url("an absolute amqp or amqps address", "amqp", "amqps");

    public static readonly ScalarKind<TimeSpan?> DurationOrOff = new(
        "off, or a duration up to 30d",
        (string text, out TimeSpan? value) =>
        {
            value = null;
            if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
                return true;
            var read = Duration.TryParse(text, out var duration) && duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(30);
            value = duration;
            return read;
        },
        value => value is { } duration ? Duration.Format(duration) : "off",
        Durations
    );

    public static readonly ScalarKind<double> Fraction = new(
        "a number from 0 to 1",
        (string text, out double value) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 1,
        value => value.ToString(CultureInfo.InvariantCulture),
        "0.2"
    );

    /// <summary>Bytes, optionally in KiB or MiB.</summary>
    public static readonly ScalarKind<int> Size = new(
        "a size from 1 KiB to 64 MiB",
        (string text, out int value) =>
        {
            value = 0;
            var match = SizePattern().Match(text);
            if (!match.Success)
                return false;
            var unit = match.Groups[2].Value.ToUpperInvariant() switch
            {
                "KIB" => 1024L,
                "MIB" => 1024L * 1024,
                _ => 1L,
            };
            var bytes = long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * unit;
            value = (int)Math.Clamp(bytes, 0, int.MaxValue);
            return bytes is >= 1024 and <= 64L * 1024 * 1024;
        },
        value => value % (1024 * 1024) == 0 ? $"{value / (1024 * 1024)} MiB" : $"{value}",
        "8388608, 8192 KiB or 8 MiB"
    );

    public static ScalarKind<TimeSpan> DurationUpTo(TimeSpan longest) =>
        new(
            $"a duration up to {Duration.Format(longest)}",
            (string text, out TimeSpan value) => Duration.TryParse(text, out value) && value > TimeSpan.Zero && value <= longest,
            Duration.Format,
            Durations
        );

    public static ScalarKind<int> Integer(int least, int most) =>
        new(
            $"a whole number from {least} to {most}",
            (string text, out int value) =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
                && value >= least
                && value <= most
        );

    /// <summary>One of a few names, case-insensitive.</summary>
    public static ScalarKind<T> OneOf<T>(params (string Name, T Value)[] choices)
        where T : notnull =>
        new(
            string.Join(" or ", choices.Select(choice => choice.Name)),
            (string text, out T value) =>
            {
                var chosen = choices.FirstOrDefault(choice => choice.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
                value = chosen.Value;
                return chosen.Name is not null;
            },
            value => choices.First(choice => choice.Value.Equals(value)).Name
        );

    public static ListKind<T> ListOf<T>(ScalarKind<T> item) => new(item);

    private static ScalarKind<Uri> Url(string allowed, params string[] schemes) =>
        new(
            allowed,
            (string text, out Uri value) =>
                Uri.TryCreate(text, UriKind.Absolute, out value!)
                && !text.Any(char.IsWhiteSpace)
                && schemes.Contains(value.Scheme)
                && value.Host.Length > 0,
            value => value.OriginalString
        );

    private static ScalarKind<string> Path(string allowed, Func<SettingFolders, string> folder, bool isSecretFile = false) =>
        new(
            allowed,
            (string text, out string value) => IsOneLine(value = text),
            locate: (path, folders) => System.IO.Path.GetFullPath(Home(path), folder(folders)),
            isSecretFile: isSecretFile
        );

    private static string Home(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? System.IO.Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path.AsSpan(1))
            : path;

    private static bool IsOneLine(string text) => text.Length > 0 && !text.Any(char.IsControl);

    [GeneratedRegex(@"^([0-9]{1,12})\s*(KiB|MiB)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex SizePattern();
}
