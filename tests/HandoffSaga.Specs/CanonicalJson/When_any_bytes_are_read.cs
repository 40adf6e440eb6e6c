using System.Text;
using System.Text.Json;
using CsCheck;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Specs.CanonicalJson;

public sealed class When_any_bytes_are_read
{
    private static readonly CanonicalLimits Limits = new(maxBytes: 4096, maxDepth: 8);

    private static readonly Gen<string> Scalar = Gen.Frequency(
        (2, Gen.Const("null")),
        (2, Gen.Const("true")),
        (4, Gen.Long[-9007199254740991, 9007199254740991].Select(number => number.ToString())),
        (8, Gen.Double.Where(double.IsFinite).Select(number => JsonSerializer.Serialize(number))),
        (8, Gen.String.Select(text => JsonSerializer.Serialize(text.Replace("\0", "")))),
        (1, Gen.Char['\uD700', '\uE0FF'].Select(unit => $"\"\\u{(int)unit:x4}\""))
    );

    private static readonly Gen<string> Json = Gen.Recursive<string>(
        (depth, inner) =>
        {
            var value = depth < 4 ? Gen.OneOf(Scalar, inner) : Scalar;
            var name = Gen.String[1, 4].Select(text => JsonSerializer.Serialize(text.Replace("\0", "")));
            var members = Gen.Select(name, value, (left, right) => left + ": " + right)
                .Array[0, 5]
                .Select(all => "{" + string.Join(",\n", all) + "}");
            return Gen.OneOf(members, value.Array[0, 5].Select(all => "[" + string.Join(" , ", all) + "]"));
        }
    );

    private static readonly string[] Regions =
    [
        "a",
        "\"",
        "\\",
        "\u0001",
        "\n",
        " ",
        "\u007F",
        "é",
        "\uD7FF",
        "\uE000",
        "\uFFFD",
        "\U00010000",
        "\U0010FFFF",
    ];

    // Few characters, so that names share prefixes, from each region that sorts in its own way.
    private static readonly Gen<string[]> Names = Gen.Int[0, Regions.Length - 1]
        .Select(index => Regions[index])
        .Array[0, 4]
        .Select(string.Concat)
        .Array[0, 12]
        .Select(names => names.Distinct().ToArray());

    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Json,
        Gen.Select(Gen.Int[0, 4095], Gen.Byte).Array[0, 3],
        (json, changes) =>
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            foreach (var (at, value) in changes)
                bytes[at % bytes.Length] = value;
            return bytes;
        }
    );

    [Fact]
    public void Random_bytes_give_a_value_or_a_problem() => Gen.Byte.Array[0, 64].Sample(AValueOrAProblem, iter: 20_000);

    [Fact]
    public void Damaged_documents_give_a_value_or_a_problem() => Mutated.Sample(AValueOrAProblem, iter: 5_000);

    [Fact]
    public void A_canonical_form_is_its_own_canonical_form()
    {
        var canonical = 0;
        Json.Sample(
            json =>
            {
                var result = CanonicalObject.Parse(Encoding.UTF8.GetBytes($$"""{"b":1,"a":{{json}}}"""), Limits);
                if (result.IsCanonical)
                {
                    Interlocked.Increment(ref canonical);
                    var again = CanonicalObject.Parse(result.Object.Utf8.Span, Limits);
                    again.Object.ShouldBe(result.Object);
                    result.Object.Names.ShouldBe(["a", "b"]);
                    new CanonicalObjectBuilder().AddAll(result.Object).Build().ShouldBe(result.Object);
                }
            },
            iter: 5_000
        );
        canonical.ShouldBeGreaterThan(2_500, "Most documents must get that far for this to prove anything.");
    }

    [Fact]
    public void Names_sort_as_UTF_16_whatever_they_hold() =>
        Names.Sample(
            names =>
            {
                var json = "{" + string.Join(",", names.Select(name => JsonSerializer.Serialize(name) + ":0")) + "}";

                var result = CanonicalObject.Parse(Encoding.UTF8.GetBytes(json), Limits);

                result.Object.ShouldNotBeNull().Names.ShouldBe(names.Order(StringComparer.Ordinal));
                foreach (var name in names)
                    result.Object.TryGet(name, out _).ShouldBeTrue();
            },
            iter: 5_000
        );

    private static void AValueOrAProblem(byte[] bytes)
    {
        var result = CanonicalObject.Parse(bytes, Limits);
        (result.Object is null).ShouldBe(result.Problem is not null);
        if (result.Problem is { } problem)
            problem.ByteOffset.ShouldBeInRange(0, bytes.Length);
    }
}
