namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>What an operator would look at when a plant does not get done.</summary>
internal static class PlantView
{
    public static async Task<string> Of(PlantSite plant)
    {
        using var http = new HttpClient();
        var seen = new List<string>();
        foreach (var replica in plant.Replicas)
        {
            using var health = await http.GetAsync(new Uri(replica.Url, "health/ready"));
            seen.Add(await health.Content.ReadAsStringAsync());
        }

        seen.AddRange(
            (await plant.Broker.Queues()).Values.Select(queue => $"{queue.GetProperty("name")}: {queue.GetProperty("messages")} messages")
        );
        seen.Add(
            await plant.Database.Ask<string>(
                "SELECT coalesce(string_agg(concat_ws(' ', message_type, destination, due_at - now(), resend_after_ms), E'\n'), '') FROM (SELECT * FROM outbox LIMIT 5) o"
            )
        );
        seen.Add(
            await plant.Database.Ask<string>(
                "SELECT coalesce(string_agg(current_state || ' ' || n, ', '), '') FROM (SELECT current_state, count(*) AS n FROM transfers GROUP BY 1) s"
            )
        );
        seen.Add(
            await plant.Database.Ask<string>(
                "SELECT coalesce(string_agg(concat_ws(' ', t.package_id, leg, attempt, 'taken', a.taken_at, 'started', a.started_at, a.instance), E'\n'), '') FROM (SELECT * FROM attempts WHERE ended_at IS NULL LIMIT 20) a JOIN transfers t USING (correlation_id)"
            )
        );
        seen.Add($"The hubs took {plant.Vault.AcceptedByKey.Count} and {plant.Floor.AcceptedByKey.Count} packages");
        return string.Join('\n', seen);
    }
}
