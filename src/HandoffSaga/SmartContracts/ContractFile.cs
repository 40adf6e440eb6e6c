using System.Buffers;
using HandoffSaga.Files;

namespace HandoffSaga.SmartContracts;

/// <summary>One file of a contract folder. A disk error throws an exception that <see cref="IsUnreadable"/> recognizes.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Name">Its bare name.</param>
internal sealed record ContractFile(string Path, string Name)
{
    /// <summary>Reads the directory entry, without opening the file.</summary>
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

        // Pipes and devices have no length either, and opening one could block forever.
        return entry.Length switch
        {
            0 => Unfit("the file is empty"),
            > SmartContractParser.MaxBytes => Unfit("larger than 1 MiB"),
            var length => new ContractFileState.Present(entry.LastWriteTimeUtc, length) { Identity = FileIdentity.Of(Path) },
        };
    }

    public async Task<ContractParse> Read(CancellationToken cancellationToken)
    {
        // One byte more than allowed, to detect a file that has grown since the check.
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

/// <summary>The state of a file's directory entry.</summary>
internal abstract record ContractFileState
{
    private ContractFileState() { }

    public sealed record Absent : ContractFileState;

    /// <summary>A file that must not be opened.</summary>
    public sealed record Unfit(ContractProblem Problem) : ContractFileState;

    /// <summary>A plain file; a changed file has another state.</summary>
    public sealed record Present(DateTime LastWriteUtc, long Length) : ContractFileState
    {
        public FileIdentity Identity { get; init; }
    }
}
