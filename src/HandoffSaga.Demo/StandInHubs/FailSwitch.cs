using System.Net;
using System.Text;
using HandoffSaga.Outbound;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>The rules a running hub fails by, and <c>PUT /fail</c> and <c>DELETE /fail</c> to change them.</summary>
internal sealed class FailSwitch(FailRules initial)
{
    private const int MaxRuleLength = 1000;

    private volatile FailCounter _counter = new(initial);

    /// <summary>New rules count from the moment they are set.</summary>
    public FailRules Rules
    {
        get => _counter.Rules;
        set => _counter = new FailCounter(value);
    }

    public FailPlan Next(string idempotencyKey) => _counter.Next(idempotencyKey);

    public async Task Handle(HttpContext http, CancellationToken leave)
    {
        if (http.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote.Plain()))
        {
            await Answers.Problem(http, StatusCodes.Status403Forbidden, "Only from this machine.");
            return;
        }

        var rules = FailRules.None;
        if (HttpMethods.IsPut(http.Request.Method))
        {
            if (!FailRules.TryParse(await ReadRule(http.Request.Body, leave), out var parsed, out var error))
            {
                await Answers.Problem(http, StatusCodes.Status400BadRequest, error);
                return;
            }

            rules = parsed;
        }

        Rules = rules;
        await Answers.Json(
            http,
            StatusCodes.Status200OK,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("fail", rules.Text);
                json.WriteEndObject();
            }
        );
    }

    private static async Task<string> ReadRule(Stream body, CancellationToken leave)
    {
        var buffer = new byte[MaxRuleLength];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, leave);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
