using System.Text.Json;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Ledger;
using HandoffSaga.Legs;
using HandoffSaga.Texts;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>
/// Collects everything a station has about a pack's subject. An incomplete record fails the collection, because it proves nothing.
/// </summary>
internal sealed class AuditCollector(
    HandoffClient client,
    Uri service,
    IReadOnlyList<NoteVerifierKey> keys,
    TimeProvider clock,
    IProgress<string>? progress = null
)
{
    private const string PageSize = "200";

    /// <summary>How long the log may take to publish what the station recorded just now.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The station's records; null when it has nothing about the subject.</summary>
    /// <exception cref="AuditPackException">The station does not answer, or its log does not prove its records.</exception>
    public async Task<StationRecords?> Collect(AuditSubject subject, CancellationToken cancellationToken)
    {
        var packages = await Packages(subject, cancellationToken);
        if (packages.Count == 0)
            return null;

        var documents = new List<Documents>();
        foreach (var packageId in packages)
        {
            documents.Add(await Fetch(packageId, cancellationToken));
            progress?.Report($"{service}: read {documents.Count} of {packages.Count} transfers");
        }

        var (key, head, places) = await Published(documents, cancellationToken);
        var tiles = Tiles();
        var transfers = new List<TransferRecords>();
        foreach (var document in documents)
        {
            var proof = await ProofBundle.Build(
                document.PackageId,
                head,
                tiles,
                PackageEntries.Explained(places, document.PackageId),
                cancellationToken
            );
            transfers.Add(
                new TransferRecords(document.PackageId, document.Transfer, document.Signoff, document.Attempts, document.Packages, proof)
            );
            progress?.Report($"{service}: proved {transfers.Count} of {documents.Count} transfers");
        }

        return new StationRecords(
            key,
            head,
            transfers,
            await ProvedCheckpoints.Of(transfers, head.Checkpoint.Size, tiles, cancellationToken)
        );
    }

    private async Task<IReadOnlyList<string>> Packages(AuditSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Kind == AuditSubject.PackageKind)
        {
            var one = await client.Transfer(subject.Value, cancellationToken);
            return one.ExitCode == ExitCode.NotFound ? [] : [Id(Read(one))];
        }

        var found = new SortedSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var answer = await client.Transfers(
                [new(subject.Kind, subject.Value), new("limit", PageSize), new("cursor", cursor)],
                cancellationToken
            );
            var page = Good(answer).Read(ApiJson.Default.TransfersAnswer) ?? throw Foreign();
            found.UnionWith((page.Items ?? throw Foreign()).Select(Id));
            cursor = page.NextCursor;
        } while (cursor is not null);
        return [.. found];
    }

    private async Task<Documents> Fetch(string packageId, CancellationToken cancellationToken)
    {
        // The audit first: entries added meanwhile are in the log too, or are waited for.
        var events = Events(Good(await client.Audit(packageId, cancellationToken)).Body);
        var transfer = Good(await client.Transfer(packageId, cancellationToken));
        var legs = Read(transfer).Legs ?? throw Foreign();
        var packages = new List<(string, byte[])>();
        foreach (
            var (leg, digest) in new[]
            {
                (DestinationNames.NextNode, legs.NextNode?.PayloadSha256),
                (DestinationNames.VaultHub, legs.VaultHub?.PayloadSha256),
            }
        )
        {
            if (digest is not null)
                packages.Add((leg, Good(await client.Document(packageId, $"packages/{leg}", cancellationToken)).Body));
        }

        return new Documents(
            packageId,
            transfer.Body,
            Good(await client.Document(packageId, "signoff", cancellationToken)).Body,
            Good(await client.Attempts(packageId, cancellationToken)).Body,
            packages,
            events
        );
    }

    /// <summary>A checkpoint under which every entry of the documents is proved, and the index of each.</summary>
    private async Task<(NoteVerifierKey Key, SignedCheckpoint Head, IReadOnlyDictionary<string, IReadOnlyList<long>> Places)> Published(
        IReadOnlyList<Documents> documents,
        CancellationToken cancellationToken
    )
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var (key, head) = await Head(cancellationToken);
            var places = await PackageEntries.Find(
                Tiles(),
                head.Checkpoint.Size,
                [.. documents.Select(document => document.PackageId)],
                cancellationToken
            );
            var missing = documents.FirstOrDefault(document => places[document.PackageId].Count < document.Events);
            if (missing is null)
                return (key, head, places);
            if (clock.GetElapsedTime(began) > Patience)
            {
                throw new AuditPackException(
                    ExitCode.CheckFoundSomething,
                    $"{service}: its ledger has published {places[missing.PackageId].Count} of the {missing.Events} entries of {missing.PackageId}, so the others cannot be proved. Is it halted? See its log and \"handoff ledger verify\"."
                );
            }

            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }

    private async Task<(NoteVerifierKey Key, SignedCheckpoint Head)> Head(CancellationToken cancellationToken)
    {
        var note = Good(await client.Ledger(TileReading.CheckpointResource, cancellationToken)).Body;
        if (!SignedNote.TryParse(note, out var read, out var problem) || !Checkpoint.TryParse(read.Text, out var checkpoint, out problem))
            throw new AuditPackException(ExitCode.CheckFoundSomething, $"{service}: its checkpoint cannot be read: {problem}");
        var candidates = keys.Where(key => key.Name == checkpoint.Origin).ToList();
        if (candidates.Count == 0)
        {
            throw new AuditPackException(
                ExitCode.WrongUsage,
                $"The verifier key of {checkpoint.Origin} ({service}) is not known: give it by --vkey. \"handoff ledger checkpoint --vkey\" prints it at that station."
            );
        }

        foreach (var key in candidates)
        {
            if (SignedCheckpoint.TryOpen(note, key, [], out var head, out problem))
                return (key, head);
        }

        throw new AuditPackException(ExitCode.CheckFoundSomething, $"{service}: {problem}");
    }

    private ClientTiles Tiles() => new(client);

    private ApiAnswer Good(ApiAnswer answer) =>
        answer.Succeeded ? answer : throw new AuditPackException(answer.ExitCode, answer.Silence ?? $"{service}: {answer.Explanation}");

    private TransferAnswer Read(ApiAnswer answer) => Good(answer).Read(ApiJson.Default.TransferAnswer) ?? throw Foreign();

    // It becomes a folder name.
    private string Id(TransferAnswer transfer) => transfer.PackageId is { } id && NameShapes.Id.Fits(id) ? id : throw Foreign();

    private int Events(byte[] audit)
    {
        try
        {
            return JsonElement.Parse(audit).GetProperty("items").GetArrayLength();
        }
        catch (Exception foreign) when (foreign is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Foreign();
        }
    }

    private AuditPackException Foreign() => new(ExitCode.Failed, $"{service} is not a handoff service: check the address.");

    private sealed record Documents(
        string PackageId,
        byte[] Transfer,
        byte[] Signoff,
        byte[] Attempts,
        IReadOnlyList<(string Leg, byte[] Body)> Packages,
        int Events
    );
}
