using System.Diagnostics;
using HandoffSaga.Texts;

namespace HandoffSaga.SmartContracts;

/// <summary>
/// The SmartContracts of one folder, without its subfolders. A missing or unusable file is an answer; only cancellation is thrown. An
/// unchanged file is not read again: a repeated lookup only reads its directory entry. Replace a contract by renaming the new file into
/// place; a half-written file is invalid until it is complete.
/// </summary>
/// <param name="folder">The folder; a missing one counts as empty.</param>
/// <param name="clock">Distinguishes a file that was just written from a settled one.</param>
internal sealed class SmartContractFolder(string folder, TimeProvider clock)
{
    /// <summary>
    /// How old a file's last write must be before it is cached. A file system's clock is coarse, and a second write in the same tick might
    /// not change time and length.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly ContractCache _cache = new(mostBytes: 32 * 1024 * 1024);

    /// <summary>A contract by its bare file name, as a routing trigger names it.</summary>
    public async ValueTask<ContractLookup> Find(string fileName, CancellationToken cancellationToken)
    {
        if (!ContractNames.IsFileName(fileName))
            return Rejected(fileName, $"{Excerpt.Quote(fileName)} is not a bare file name that ends in .yaml or .yml");

        try
        {
            var file = new ContractFile(Path.Combine(folder, fileName), fileName);
            return file.Look() switch
            {
                ContractFileState.Present stamp => _cache.Find(fileName, stamp) ?? await Read(file, stamp, cancellationToken),
                ContractFileState.Unfit unfit => new ContractLookup.Invalid(fileName, unfit.Problem),
                _ => new ContractLookup.Missing(fileName),
            };
        }
        catch (Exception failure) when (ContractFile.IsGone(failure))
        {
            return new ContractLookup.Missing(fileName);
        }
        catch (Exception failure) when (ContractFile.IsUnreadable(failure))
        {
            return Rejected(fileName, failure.Message);
        }
    }

    /// <summary>
    /// A contract by its id: <c>{id}.yaml</c>, and where that is missing <c>{id}.yml</c>. The caller must compare the id inside the file.
    /// </summary>
    public async ValueTask<ContractLookup> FindByContractId(string smartContractId, CancellationToken cancellationToken)
    {
        if (!NameShapes.Id.Fits(smartContractId))
            return Rejected(smartContractId, $"{Excerpt.Quote(smartContractId)} is not a contract id");

        var expected = await Find(smartContractId + ".yaml", cancellationToken);
        if (expected is not ContractLookup.Missing)
            return expected;

        var other = await Find(smartContractId + ".yml", cancellationToken);
        return other is ContractLookup.Missing ? expected : other;
    }

    private async Task<ContractLookup> Read(ContractFile file, ContractFileState.Present stamp, CancellationToken cancellationToken)
    {
        var lookedAt = clock.GetUtcNow();
        ContractLookup lookup = await file.Read(cancellationToken) switch
        {
            ContractParse.Parsed parsed => new ContractLookup.Found(parsed.Contract),
            ContractParse.Rejected rejected => new ContractLookup.Invalid(file.Name, rejected.Problems[0]),
            var other => throw new UnreachableException($"Unexpected case: {other}"),
        };

        // The stamp is older than the content: a file changed in between has another stamp at the next lookup, and is read again.
        if (lookedAt - stamp.LastWriteUtc > Settled)
            _cache.Keep(file.Name, stamp, lookup);
        return lookup;
    }

    private static ContractLookup.Invalid Rejected(string name, string reason) => new(name, new ContractProblem(name, 0, reason));
}
