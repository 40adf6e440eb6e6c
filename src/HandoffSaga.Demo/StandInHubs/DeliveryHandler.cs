using System.Text.Json;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>Takes deliveries over HTTP.</summary>
internal sealed class DeliveryHandler(StandInDelivery standIn, TimeProvider clock)
{
    /// <param name="http">The exchange.</param>
    /// <param name="leave">The client has left, or the hub stops.</param>
    public async Task Handle(HttpContext http, CancellationToken leave)
    {
        // An incomplete request counts as never received.
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, leave);
        if (StandInRequest.Read(http.Request.Headers, body.ToArray(), out var error) is not { } request)
        {
            await Answers.Problem(http, StatusCodes.Status400BadRequest, error!);
            return;
        }

        switch (await standIn.Take(request, leave))
        {
            case StandInAnswer.Receipt(var receipt, var status, var note):
                standIn.Log(request, note is null ? receipt.Disposition : $"{receipt.Disposition} ({note})");
                await Answers.Json(http, status, receipt.Write);
                break;
            case StandInAnswer.Failure(var status, var retryAfter):
                standIn.Log(request, $"HTTP {status}");
                if (retryAfter is { } delay)
                    http.Response.Headers.RetryAfter = $"{Math.Ceiling(delay.TotalSeconds):0}";
                await Answers.Problem(http, status, "This hub is set to fail.");
                break;
            case StandInAnswer.NoReceipt(var disposition):
                standIn.Log(request, $"{disposition} (no-receipt)");
                await Answers.Json(http, StatusCodes.Status200OK, WriteNothing);
                break;
            case StandInAnswer.Lost(var disposition):
                standIn.Log(request, $"{disposition} (lost-answer)");
                http.Abort();
                break;
            case StandInAnswer.Silence:
                standIn.Log(request, "none");
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, leave);
                break;
            default:
                standIn.Log(request, "cut");
                http.Abort();
                break;
        }
    }

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }
}
