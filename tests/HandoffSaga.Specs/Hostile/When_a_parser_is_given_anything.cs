using System.Globalization;
using System.Text;
using CsCheck;
using HandoffSaga.Host.Api;
using HandoffSaga.Host.Settings;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Outbound;
using HandoffSaga.Settings;
using HandoffSaga.Signatures;
using HandoffSaga.SmartContracts;
using HandoffSaga.Specs.Settings;
using HandoffSaga.Status;
using HandoffSaga.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace HandoffSaga.Specs.Hostile;

/// <summary>
/// The smaller parsers: each gives a value or says no, and throws nothing. Those of signoffs and of contracts have specifications of their
/// own.
/// </summary>
public sealed class When_a_parser_is_given_anything : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 14, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Scraps = Gen.OneOf(
        "",
        " ",
        "0",
        "1",
        "9",
        "99999999999999999999",
        "-",
        "+",
        ".",
        ":",
        "::",
        ",",
        "/",
        "\\",
        "..",
        "~",
        "~/",
        "%",
        "%00",
        "\0",
        "\n",
        "\u001b[31m",
        "\u202e",
        "\u2028",
        "\ud800",
        "\udc00",
        "😀",
        "é",
        "ms",
        "s",
        "m",
        "h",
        "d",
        "00:00:30",
        "1e308",
        "NaN",
        "∞",
        "http://",
        "https://",
        "amqp://",
        "http://[",
        "http://a b",
        "http://x:99999",
        "@",
        "localhost",
        "127.0.0.1",
        "*",
        "KiB",
        "MiB",
        "off",
        "true",
        "null",
        "Sun, 01 Jun 2025 14:01:30 GMT",
        "GMT",
        "Jun",
        "2025-06-01T14:02:11.000Z",
        "+24:00",
        "AAAAAAAA",
        "=",
        "Data Source=",
        ";",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}"
    );

    private static readonly Gen<string> Anything = Gen.OneOf(Gen.String[0, 40], Scraps.Array[0, 8].Select(string.Concat));

    private readonly Sources _sources = new();

    public void Dispose() => _sources.Dispose();

    [Fact]
    public void Retry_After_is_a_time_to_wait_or_nothing() =>
        Anything.Sample(text => (RetryAfter.Parse(text, Now) ?? TimeSpan.Zero).ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero), iter: 5_000);

    [Fact]
    public void A_duration_is_one_or_none() =>
        Anything.Sample(
            text =>
            {
                if (Duration.TryParse(text, out var duration))
                    Duration.Format(duration).ShouldNotBeEmpty();
            },
            iter: 5_000
        );

    [Fact]
    public void A_cursor_is_one_that_was_written_or_none() =>
        Gen.OneOf(Anything, Gen.Byte.Array[24].Select(bytes => System.Buffers.Text.Base64Url.EncodeToString(bytes)))
            .Sample(
                text =>
                {
                    if (TransferCursor.Parse(text) is { } cursor)
                        TransferCursor.Parse(cursor.ToString()).ShouldBe(cursor);
                },
                iter: 5_000
            );

    [Fact]
    public void A_query_is_read_or_every_error_is_named()
    {
        var name = Gen.OneOf(Gen.OneOf([.. TransferListQuery.Parameters.Select(parameter => parameter.Name)]), Anything);
        Gen.Select(name, Anything.Array[0, 2])
            .Array[0, 5]
            .Sample(
                pairs =>
                {
                    var query = new QueryCollection(
                        pairs
                            .DistinctBy(pair => pair.Item1, StringComparer.OrdinalIgnoreCase)
                            .ToDictionary(pair => pair.Item1, pair => new StringValues(pair.Item2))
                    );

                    TransferListQuery.Read(query, out var errors).ShouldNotBeNull();

                    errors.ShouldAllBe(error => error.Message.Length > 0);
                },
                iter: 3_000
            );
    }

    [Fact]
    public void Settings_are_assembled_or_every_problem_is_named()
    {
        var keys = SettingsSchema.All.Select(key => key.Name).ToArray();
        Gen.Select(Gen.OneOf(Gen.OneOf(keys), Anything), Anything)
            .Array[0, 4]
            .Sample(
                pairs =>
                {
                    var values = new ConfigurationBuilder()
                        .AddInMemoryCollection(
                            pairs
                                .DistinctBy(pair => pair.Item1, StringComparer.OrdinalIgnoreCase)
                                .Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2))
                        )
                        .Build();

                    var reading = SettingsReading.Read([new SettingsSource(values, _ => "own.json")], _sources.Folder);

                    (reading.Settings is null).ShouldBe(reading.Problems.Count > 0);
                },
                iter: 3_000,
                threads: 1
            );
    }

    [Fact]
    public void A_file_of_settings_is_read_or_rejected()
    {
        var json = Gen.OneOf(
            Gen.Byte.Array[0, 60],
            Scraps.Array[0, 12].Select(scraps => Encoding.UTF8.GetBytes(string.Concat(scraps))),
            Gen.Select(
                Gen.Int[0, 60],
                Gen.Byte,
                (at, value) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(
                        """{ "Node": { "Id": "NODE-1" }, "Api": { "Urls": [ "http://127.0.0.1:5080" ] }, "Intake": {} }"""
                    );
                    bytes[at] = value;
                    return bytes;
                }
            )
        );
        json.Sample(
            bytes =>
            {
                var path = Path.Combine(_sources.Folder, "any.json");
                File.WriteAllBytes(path, bytes);

                SettingsSource.File(path, "any.json", required: true).ShouldNotBeNull();
            },
            iter: 1_000,
            threads: 1
        );
        File.WriteAllText(Path.Combine(_sources.Folder, "deep.json"), string.Concat(Enumerable.Repeat("{\"a\":", 20_000)));
        SettingsSource.File(Path.Combine(_sources.Folder, "deep.json"), "deep.json", required: true).Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_receipt_is_one_or_malformed_or_none() =>
        Gen.Select(Gen.Int[0, 400], Gen.Byte)
            .Array[0, 4]
            .Sample(
                changes =>
                {
                    var bytes = Hubs
                        .Sample.Receipt(
                            Hubs.Sample.Delivery(),
                            ("attempt", 2),
                            ("reason", "busy"),
                            ("retryable", true),
                            ("signature", "a..b")
                        )
                        .ToArray();
                    foreach (var (at, value) in changes)
                        bytes[at % bytes.Length] = value;

                    if (ReceiptParser.Parse(bytes) is ReceiptReading.Malformed { Reason: var reason })
                        PrintableText.Escape(reason).ShouldBe(reason);
                },
                iter: 5_000
            );

    [Fact]
    public void A_key_set_is_read_or_rejected_in_one_printable_line()
    {
        var set = Encoding.UTF8.GetBytes(
            """
            {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"guardian-1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","nbf":1735689600,"exp":4102444800},
            {"kty":"EC","crv":"P-256","kid":"guardian-2","use":"sig","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}
            """
        );
        JwkSetParser.Parse(set).ShouldBeOfType<JwkSetParse.Parsed>();
        Gen.Select(
                Gen.Int[0, set.Length - 1],
                Gen.OneOf(Gen.Byte, Gen.OneOf<byte>((byte)'"', (byte)'{', (byte)'[', (byte)'-', (byte)'0', (byte)'=', (byte)'\\'))
            )
            .Array[1, 5]
            .Sample(
                changes =>
                {
                    var bytes = set.ToArray();
                    foreach (var (at, value) in changes)
                        bytes[at] = value;

                    IReadOnlyList<string> reasons = JwkSetParser.Parse(bytes) switch
                    {
                        JwkSetParse.Rejected rejected => [rejected.Reason],
                        JwkSetParse.Parsed parsed => parsed.PassedOver,
                        _ => [],
                    };
                    foreach (var reason in reasons)
                        PrintableText.Escape(reason).ShouldBe(reason);
                },
                iter: 5_000
            );
        Gen.Byte.Array[0, 60]
            .Sample(
                bytes =>
                {
                    JwkSetParser.Parse(bytes).ShouldBeOfType<JwkSetParse.Rejected>();
                },
                iter: 2_000
            );
    }

    [Fact]
    public void A_detached_signature_is_read_or_rejected()
    {
        var header = Gen.OneOf(
            Anything,
            Gen.Select(Anything, Anything)
                .Select(pair => System.Text.Json.JsonSerializer.Serialize(new { alg = pair.Item1, kid = pair.Item2 })),
            Anything.Select(kid => System.Text.Json.JsonSerializer.Serialize(new { alg = "EdDSA", kid }))
        );
        var jws = Gen.OneOf(
            Anything,
            Gen.Select(header, Gen.OneOf("..", ".", "...", ".x."), Gen.Byte.Array[0, 80])
                .Select(parts => Encode(Encoding.UTF8.GetBytes(parts.Item1)) + parts.Item2 + Encode(parts.Item3))
        );
        jws.Sample(
            text =>
            {
                if (!DetachedJws.TryRead(text, out var read, out _))
                    return;
                read.Algorithm.ShouldBeOneOf(SignatureAlgorithms.EdDsa, SignatureAlgorithms.Es256);
                read.KeyId.ShouldNotBeEmpty();
                read.Signature.ShouldNotBeEmpty();
            },
            iter: 5_000
        );

        static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
    }

    [Fact]
    public void Whatever_is_shown_can_be_shown() =>
        Anything.Sample(
            text =>
            {
                foreach (var rune in PrintableText.Escape(text).EnumerateRunes())
                {
                    Rune.GetUnicodeCategory(rune)
                        .ShouldNotBeOneOf(
                            UnicodeCategory.Control,
                            UnicodeCategory.Format,
                            UnicodeCategory.Surrogate,
                            UnicodeCategory.LineSeparator,
                            UnicodeCategory.ParagraphSeparator
                        );
                }
            },
            iter: 5_000
        );

    [Fact]
    public void Whatever_is_a_station_is_neither_an_address_nor_a_path() =>
        Gen.OneOf(Anything, Gen.Char['!', '~'].Array[1, 8].Select(chars => new string(chars)))
            .Sample(
                text =>
                {
                    if (NameShapes.Station.Fits(text))
                        text.ShouldAllBe(character => char.IsAsciiLetterOrDigit(character) || character == '-' || character == '_');
                },
                iter: 10_000
            );

    [Fact]
    public void Whatever_names_a_contract_stays_in_its_folder() =>
        Anything
            .Select(text => text + ".yaml")
            .Sample(
                text =>
                {
                    if (NameShapes.ContractFile.Fits(text))
                        ContractNames.IsFileName(text).ShouldBeTrue();
                    if (ContractNames.IsFileName(text))
                        Path.GetDirectoryName(Path.GetFullPath(Path.Combine(_sources.Folder, text))).ShouldBe(_sources.Folder);
                },
                iter: 5_000
            );
}
