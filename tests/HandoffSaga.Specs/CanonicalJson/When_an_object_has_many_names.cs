using System.Text;
using System.Text.Json;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Specs.CanonicalJson;

public sealed class When_an_object_has_many_names
{
    // Short ones, ones that others begin with, ones alike for longer than a machine word, and the two places where UTF-8 and UTF-16 order
    // differently.
    private static readonly string[] Beginnings =
    [
        "",
        "a",
        "k9",
        "k10",
        "exactly8",
        "exactly8 and on",
        "alike for long ",
        "\uD7FF",
        "\uE000",
        "\uFB33",
        "\U00010000",
        "\U0010FFFF",
        "é",
        "x\U0001F602",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_stand_in_the_order_of_their_UTF_16_code_units(bool withAnEscape)
    {
        string[] names =
        [
            .. Beginnings.SelectMany(beginning => Enumerable.Range(0, 12).Select(n => beginning + new string('~', n % 3) + n)),
            .. withAnEscape ? ["alike for long \u0001", "\""] : Array.Empty<string>(),
        ];
        new Random(17).Shuffle(names);

        var canonical = CanonicalObject
            .Parse(
                Encoding.UTF8.GetBytes($"{{{string.Join(',', names.Select(name => JsonSerializer.Serialize(name) + ":1"))}}}"),
                CanonicalLimits.Default
            )
            .Object!;

        using var read = JsonDocument.Parse(canonical.Utf8.ToArray());
        read.RootElement.EnumerateObject().Select(member => member.Name).ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("longer than eight bytes")]
    public void One_that_stands_twice_is_rejected(string twice)
    {
        string[] names = [twice, .. Enumerable.Range(0, 100).Select(n => $"k{n * 7919 % 101}"), twice];

        CanonicalObject
            .Parse(Encoding.UTF8.GetBytes($"{{{string.Join(',', names.Select(name => $"\"{name}\":1"))}}}"), CanonicalLimits.Default)
            .IsCanonical.ShouldBeFalse();
    }
}
