namespace HandoffSaga.Benchmarks.Scale;

/// <summary>
/// The pieces of the benchmark, each on grounds of its own. The cases of a piece take turns, so that what the machine does meanwhile meets
/// all of them alike.
/// </summary>
internal sealed class ScalePieces(ScaleSettings settings, Func<string, Task<Ground>> lay)
{
    private readonly ScaleRun _run = new(settings);

    public IAsyncEnumerable<ScaleResult> Run(string piece) =>
        piece switch
        {
            "stored" => Stored(),
            "waiting" => Waiting(),
            "draining" => Draining(),
            _ => Replicas(),
        };

    private async IAsyncEnumerable<ScaleResult> Stored()
    {
        var grounds = new List<(string Name, Ground Ground)>();
        try
        {
            foreach (var stored in settings.Stored)
            {
                var ground = await lay($"stored_{stored}");
                grounds.Add(($"{stored:N0} stored", ground));
                await Fill(ground, stored);
            }

            for (var round = 0; round < settings.Rounds; round++)
            {
                for (var i = 0; i < grounds.Count; i++)
                {
                    var (name, ground) = grounds[(i + round) % grounds.Count];
                    yield return await _run.Measure("stored", name, ground, 1, Dispatcher.Complete);
                }
            }
        }
        finally
        {
            foreach (var (_, ground) in grounds)
                await ground.DisposeAsync();
        }
    }

    private async Task Fill(Ground ground, int stored)
    {
        // The schema is the program's own to make.
        await using (await _run.Start(ground, 1, Dispatcher.Complete, [])) { }

        if (await ground.Transfers() < stored)
        {
            await _run.Make(ground, Math.Min(stored, CopiedRows.Originals), Dispatcher.Complete);
            await ground.FillUpTo(stored);
            await ground.Settle();
        }

        var (seconds, entries) = await _run.CatchUpLog(ground);
        await Console.Error.WriteLineAsync(
            $"{stored:N0} stored: {await ground.SizeMb():F0} MB; {entries:N0} entries taken into the log in {seconds:F0} s"
        );
        await ground.Settle();
    }

    private async IAsyncEnumerable<ScaleResult> Waiting()
    {
        await using var none = await lay("waiting_none");
        await using var many = await lay("waiting_many");
        await _run.Make(none, CopiedRows.Originals, Dispatcher.Complete);
        await _run.Make(many, settings.Waiting, Dispatcher.Waits, "--vault", "down");
        await none.Settle();
        await many.Settle();
        for (var round = 0; round < settings.Rounds; round++)
        {
            yield return await _run.Measure("waiting", "nothing waits", none, 1, Dispatcher.Complete);
            yield return await _run.Measure("waiting", $"{settings.Waiting:N0} legs wait", many, 1, Dispatcher.Complete);
        }

        yield return await _run.Measure(
            "waiting",
            $"{settings.Waiting:N0} legs wait, the hub still down",
            many,
            1,
            Dispatcher.Waits,
            "--vault",
            "down"
        );
    }

    private async IAsyncEnumerable<ScaleResult> Draining()
    {
        var piece = new DrainingPiece(_run, settings);
        foreach (var hubMs in settings.HubMs)
        {
            await using var ground = await lay($"draining_{hubMs}");
            yield return await piece.Measure(ground, hubMs);
        }
    }

    private async IAsyncEnumerable<ScaleResult> Replicas()
    {
        var grounds = new List<(int Replicas, Ground Ground)>();
        try
        {
            foreach (var replicas in settings.Station ? [1] : settings.Replicas)
                grounds.Add((replicas, await lay($"replicas_{replicas}")));
            for (var round = 0; round < settings.Rounds; round++)
            {
                foreach (var (replicas, ground) in grounds)
                {
                    yield return await _run.Measure(
                        "replicas",
                        replicas == 1 ? "1 replica" : $"{replicas} replicas",
                        ground,
                        replicas,
                        Dispatcher.Complete
                    );
                }
            }
        }
        finally
        {
            foreach (var (_, ground) in grounds)
                await ground.DisposeAsync();
        }
    }
}
