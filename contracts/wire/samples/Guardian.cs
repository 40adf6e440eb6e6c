// A Guardian in C#: signs signoffs and submits them to HandoffSaga over HTTP. Needs .NET 8 or later and nothing else. Copy this file.
//
//     using var guardian = SampleGuardian.Read("keys/guardian.private.jwk.json");     // made by: handoff guardian keygen --alg ES256 --out keys
//     var signoff = JsonNode.Parse(File.ReadAllText("signoff.json"))!.AsObject();
//     Console.WriteLine(await guardian.Submit(signoff, new Uri("http://127.0.0.1:5080/")));
//
// A Guardian on MassTransit publishes GuardianSignoffComplete of the package HandoffSaga.Messages, signed in the same way: serialize it without
// its signature, sign that, and set GuardianSignature.

#nullable enable

using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HandoffSaga.Samples;

/// <summary>Signs signoffs with an ES256 key and submits them.</summary>
public sealed class SampleGuardian : IDisposable
{
    private const string Signature = "guardian_signature";
    private const double LargestInteger = 9007199254740991;

    private readonly ECDsa _key;
    private readonly string _kid;

    private SampleGuardian(ECDsa key, string kid) => (_key, _kid) = (key, kid);

    /// <summary>Reads a private key in JWK form, for the curve P-256.</summary>
    public static SampleGuardian Read(string file)
    {
        using var jwk = JsonDocument.Parse(File.ReadAllBytes(file));
        if (Text(jwk, "crv") != "P-256")
            throw new InvalidDataException("An ES256 key has the curve P-256.");
        var key = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                D = FromBase64Url(Text(jwk, "d")),
                Q = new ECPoint { X = FromBase64Url(Text(jwk, "x")), Y = FromBase64Url(Text(jwk, "y")) },
            }
        );
        return new SampleGuardian(key, Text(jwk, "kid"));
    }

    /// <summary>The signoff with its signature: a detached JWS (RFC 7515 appendix F) over the canonical form without one.</summary>
    public JsonObject Sign(JsonObject signoff)
    {
        var unsigned = signoff.DeepClone().AsObject();
        unsigned.Remove(Signature);
        var header = ToBase64Url(Canonical(new JsonObject { ["alg"] = "ES256", ["kid"] = _kid }));
        var input = Encoding.ASCII.GetBytes($"{header}.{ToBase64Url(Canonical(unsigned))}");
        // r and s, 32 bytes each: what JWS has, and what .NET makes of itself.
        var signature = _key.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        unsigned[Signature] = $"{header}..{ToBase64Url(signature)}";
        return unsigned;
    }

    /// <summary>
    /// Signs and submits. <c>accepted</c> and <c>duplicate</c> mean that it is on the station's disk; anything else is thrown. After a failure
    /// on the way, submit the same signoff again: that is always safe.
    /// </summary>
    public async Task<string> Submit(
        JsonObject signoff,
        Uri station,
        HttpClient? http = null,
        CancellationToken cancellationToken = default
    )
    {
        using var own = http is null ? new HttpClient() : null;
        using var content = new StringContent(Sign(signoff).ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await (http ?? own!).PostAsync(new Uri(station, "signoffs"), content, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.Accepted => "accepted",
            HttpStatusCode.OK => "duplicate",
            // 503 has Retry-After: the station cannot write now. 409: the package id has other content. 401 and 422: it says what is wrong.
            _ => throw new HttpRequestException($"HTTP {(int)answer.StatusCode}: {body}", null, answer.StatusCode),
        };
    }

    /// <summary>The canonical form of RFC 8785 (JCS) in UTF-8: the bytes that are signed.</summary>
    public static byte[] Canonical(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static void Write(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                // Names are in the order of their UTF-16 code units, which is what Ordinal compares.
                Join(
                    text,
                    '{',
                    '}',
                    members.OrderBy(member => member.Key, StringComparer.Ordinal),
                    member =>
                    {
                        Write(text, member.Key);
                        text.Append(':');
                        Write(text, member.Value);
                    }
                );
                break;
            case JsonArray items:
                Join(text, '[', ']', items, item => Write(text, item));
                break;
            default:
                Write(text, JsonSerializer.SerializeToElement(value));
                break;
        }
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Write(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            text.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\b' => "\\b",
                    '\t' => "\\t",
                    '\n' => "\\n",
                    '\f' => "\\f",
                    '\r' => "\\r",
                    '\0' => throw new InvalidDataException("U+0000 is not allowed in a signoff."),
                    < ' ' => $"\\u{(int)c:x4}",
                    _ => c.ToString(),
                }
            );
        }

        text.Append('"');
    }

    private static void Join<T>(StringBuilder text, char open, char close, IEnumerable<T> parts, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var part in parts)
        {
            if (!first)
                text.Append(',');
            first = false;
            write(part);
        }

        text.Append(close);
    }

    /// <summary>A double as ECMAScript writes it (Number::toString), which RFC 8785 asks for.</summary>
    private static string Number(double value)
    {
        if (!double.IsFinite(value))
            throw new InvalidDataException("A number that is too large for a double.");
        if (value == 0)
            return "0";
        if (value == Math.Truncate(value) && Math.Abs(value) <= LargestInteger)
            return value.ToString("F0", CultureInfo.InvariantCulture);
        // E16 is not it: R has the fewest digits that mean this very number.
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var sign = value < 0 ? "-" : "";
        var point = parts[0].TrimStart('-').Split('.');
        var digits = (point[0] + (point.Length > 1 ? point[1] : "")).TrimStart('0');
        var zeros = point[0].TrimStart('0').Length == 0 && point.Length > 1 ? point[1].Length - point[1].TrimStart('0').Length : 0;
        var place =
            (point[0].TrimStart('0').Length == 0 ? -zeros : point[0].Length)
            + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        return sign
            + (
                digits.Length <= place && place <= 21 ? digits.PadRight(place, '0')
                : place is > 0 and <= 21 ? $"{digits[..place]}.{digits[place..]}"
                : place is > -6 and <= 0 ? $"0.{new string('0', -place)}{digits}"
                : $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(place > 0 ? "+" : "-")}{Math.Abs(place - 1)}"
            );
    }

    private static string Text(JsonDocument jwk, string name) =>
        jwk.RootElement.TryGetProperty(name, out var value)
            ? value.GetString()!
            : throw new InvalidDataException($"The key has no {name}.");

    private static string ToBase64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] FromBase64Url(string text) =>
        Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
}
