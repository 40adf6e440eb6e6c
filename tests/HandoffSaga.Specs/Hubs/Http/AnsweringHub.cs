using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;

namespace HandoffSaga.Specs.Hubs.Http;

/// <summary>A hub that gives one answer to the sample delivery, over a real connection.</summary>
internal static class AnsweringHub
{
    public static async Task<DeliveryOutcome> Answered(int status, string? type, byte[] body, HubOptions? options = null)
    {
        await using var hub = await LoopbackHub.Answering(async http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = type;
            if (body.Length > 0)
                await http.Response.Body.WriteAsync(body);
        });
        return await Deliver((options ?? new HubOptions { Url = hub.Url }) with { Url = hub.Url });
    }

    public static async Task<DeliveryOutcome> Deliver(HubOptions options)
    {
        using var connector = new HttpHubConnector(options, ReceiptSignatures.NotChecked, TimeProvider.System);
        return await connector.Deliver(Sample.Delivery(), TestContext.Current.CancellationToken);
    }
}
