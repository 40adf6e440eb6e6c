using System.Net;
using System.Text.Json;

namespace HandoffSaga.SystemSpecs.Availability;

/// <summary>What a service says of itself.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Store">What it says of its store.</param>
internal sealed record Readiness(HttpStatusCode Status, string? Store)
{
    public bool IsReady => Status == HttpStatusCode.OK;

    public static async Task<Readiness> Of(Uri service)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
        using var answer = await http.GetAsync(new Uri(service, "health/ready"));
        var checks = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("checks");
        var store = checks.EnumerateArray().Single(check => check.GetProperty("name").GetString() == "store");
        return new(answer.StatusCode, store.GetProperty("detail").GetString());
    }

    /// <summary>The first answer that is as wanted; it can only be asked for, again and again.</summary>
    public static async Task<Readiness> Until(Uri service, Func<Readiness, bool> wanted, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            var readiness = await Of(service);
            if (wanted(readiness))
                return readiness;
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
