using System.Buffers;
using HandoffSaga.Files;

namespace HandoffSaga.SmartContracts;

/// <summary>One file of a contract folder. A disk that does not answer throws what <see cref="IsUnreadable"/> knows.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its bare name.</param>
internal sealed record ContractFile(string Path, string Name)
{
    /// <summary>One look at the directory entry; the file is not opened.</summary>
    public ContractFileState Look()
    {
        var entry = new FileInfo(Path);
        var attributes = entry.Attributes;
        if ((int)attributes == -1)
            return new ContractFileState.Absent();
        if (attributes.HasFlag(FileAttributes.ReparsePoint))
            return Unfit("a symbolic link, which is not followed");
        if (attributes.HasFlag(FileAttributes.Directory))
            return Unfit("a folder");

        // Pipes and devices have no length either, and opening one could wait for ever.
        return entry.Length switch
        {
            0 => Unfit("the file holds nothing"),
            > SmartContractParser.MaxBytes => Unfit("larger than 1 MiB"),
            var length => new ContractFileState.Present(entry.LastWriteTimeUtc, length),
        };
    }

    public async Task<ContractParse> Read(CancellationToken cancellationToken)
    {
        // One byte more than allowed, so that a file that grew since it was looked at is found out.
        const int limit = SmartContractParser.MaxBytes + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(limit);
        try
        {
            await using var stream = PlainFile.OpenRead(Path);
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, limit), limit, throwOnEndOfStream: false, cancellationToken);
            return SmartContractParser.Parse(Name, buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static bool IsGone(Exception failure) => failure is FileNotFoundException or DirectoryNotFoundException;

    public static bool IsUnreadable(Exception failure) => failure is IOException or UnauthorizedAccessException;

    private ContractFileState.Unfit Unfit(string reason) => new(new ContractProblem(Name, 0, reason));
}

/// <summary>What a file looks like from outside.</summary>
internal abstract record ContractFileState
{
    private ContractFileState() { }

    public sealed record Absent : ContractFileState;

    /// <summary>Not to be opened at all.</summary>
    public sealed record Unfit(ContractProblem Problem) : ContractFileState;

    /// <summary>A plain file; once changed it has another state.</summary>
    public sealed record Present(DateTime LastWriteUtc, long Length) : ContractFileState;
}
