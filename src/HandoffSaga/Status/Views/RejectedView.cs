using System.ComponentModel;
using System.Text;
using HandoffSaga.Storage.Rows;

namespace HandoffSaga.Status.Views;

/// <summary>A rejected signoff.</summary>
internal sealed record RejectedView
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public required Guid RejectionId { get; init; }

    [Description("The package id, if it could be read; null otherwise.")]
    public required string? PackageId { get; init; }

    [Description("The entrance it came by.")]
    public required string Source { get; init; }

    public required string Reason { get; init; }
    public required string? Detail { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    [Description("Bytes received; `body` holds the first 64 KiB of them.")]
    public required long BodyLength { get; init; }

    [Description("Lower-case hex SHA-256 of all that was received.")]
    public required string BodySha256 { get; init; }

    [Description("The received bytes, if they are text; null otherwise.")]
    public required string? Body { get; init; }

    [Description("The received bytes in Base64, if they are not text; null otherwise.")]
    public required string? BodyBase64 { get; init; }

    public static RejectedView Of(RejectedRow row)
    {
        var text = Text(row.Body);
        return new()
        {
            RejectionId = row.RejectionId,
            PackageId = row.PackageId,
            Source = row.Source,
            Reason = row.Reason,
            Detail = row.Detail,
            ReceivedAt = row.ReceivedAt,
            BodyLength = row.BodyLength,
            BodySha256 = row.BodySha256,
            Body = text,
            BodyBase64 = text is null ? Convert.ToBase64String(row.Body) : null,
        };
    }

    private static string? Text(byte[] body)
    {
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
