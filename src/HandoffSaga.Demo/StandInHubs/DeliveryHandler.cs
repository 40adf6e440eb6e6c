using System.Text.Json;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>Takes deliveries over HTTP.</summary>
internal sealed class DeliveryHandler(StandInDelivery desk, TimeProvider clock)
{
    /// <param name="http">The exchange.</param>
    /// <param name="leave">The client has left, or the hub stops.</param>
    public async Task Handle(HttpContext http, CancellationToken leave)
    {
        // The whole request, or it never came.
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, leave);
        if (StandInRequest.Read(http.Request.Headers, body.ToArray(), out var error) is not { } request)
        {
            await Answers.Problem(http, StatusCodes.Status400BadRequest, error!);
            return;
        }

        switch (await desk.Take(request, leave))
        {
            case StandInAnswer.Receipt(var receipt, var status, var note):
                desk.Log(request, note is null ? receipt.Disposition : $"{receipt.Disposition} ({note})");
                await Answers.Json(http, status, receipt.Write);
                break;
            case StandInAnswer.Failure(var status, var retryAfter):
                desk.Log(request, $"HTTP {status}");
                if (retryAfter is { } delay)
                    http.Response.Headers.RetryAfter = $"{Math.Ceiling(delay.TotalSeconds):0}";
                await Answers.Problem(http, status, "This hub was told to fail.");
                break;
            case StandInAnswer.NoReceipt(var disposition):
                desk.Log(request, $"{disposition} (no-receipt)");
                await Answers.Json(http, StatusCodes.Status200OK, WriteNothing);
                break;
            case StandInAnswer.Lost(var disposition):
                desk.Log(request, $"{disposition} (lost-answer)");
                http.Abort();
                break;
            case StandInAnswer.Silence:
                desk.Log(request, "none");
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, leave);
                break;
            default:
                desk.Log(request, "cut");
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
