using System.Net.Http.Headers;
using System.Text;

namespace HandoffSaga.SystemSpecs.Servers.RabbitMq;

/// <summary>A broker to test with. Every class of specifications takes a virtual host of its own.</summary>
internal class RabbitMqServer(Uri amqp, Uri management, Func<ValueTask> dispose) : IAsyncDisposable
{
    private readonly HttpClient _management = Management(amqp, management);

    /// <summary>Whether this process may kill it and start it again.</summary>
    public virtual bool CanBeKilled => false;

    public async Task<VirtualHost> NewVirtualHost()
    {
        var name = $"spec-{Guid.NewGuid():N}";
        var user = Uri.UnescapeDataString(amqp.UserInfo.Split(':')[0]);
        await Put($"api/vhosts/{name}", "{}");
        await Put($"api/permissions/{name}/{Uri.EscapeDataString(user)}", """{"configure":".*","write":".*","read":".*"}""");
        return SeenFromHere(name);
    }

    /// <summary>A virtual host that is there, also when another node of the cluster made it.</summary>
    public VirtualHost SeenFromHere(string name) => new(name, new UriBuilder(amqp) { Path = name }.Uri, _management);

    /// <summary>Takes users, permissions, policies, exchanges and queues as a definitions file has them.</summary>
    public async Task Import(string definitions)
    {
        using var body = new StringContent(definitions, Encoding.UTF8, "application/json");
        using var answer = await _management.PostAsync(new Uri("api/definitions", UriKind.Relative), body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public async Task DeleteUser(string name)
    {
        using var gone = await _management.DeleteAsync(new Uri($"api/users/{Uri.EscapeDataString(name)}", UriKind.Relative));
    }

    /// <summary>Ends it as a power cut would, and returns when it is down.</summary>
    public virtual Task Kill() =>
        throw new InvalidOperationException(
            $"This broker is not ours to kill; unset {RabbitMqServers.Named} and install Debian's rabbitmq-server."
        );

    /// <summary>Starts it again on its data, and returns when it takes connections.</summary>
    public virtual Task StartAgain() => throw new InvalidOperationException("This broker is not ours to start.");

    public virtual async ValueTask DisposeAsync()
    {
        _management.Dispose();
        await dispose();
        GC.SuppressFinalize(this);
    }

    private async Task Put(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _management.PutAsync(new Uri(path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private static HttpClient Management(Uri amqp, Uri management) =>
        new()
        {
            BaseAddress = management,
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue(
                    "Basic",
                    Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(amqp.UserInfo)))
                ),
            },
        };
}
