namespace HandoffSaga.Host.Cli.Terminal;

/// <summary>What a command is given to read.</summary>
internal static class Input
{
    /// <summary>The bytes of <paramref name="file"/>; <c>-</c> is standard input.</summary>
    public static async Task<byte[]> Read(this Surroundings surroundings, string file, CancellationToken cancellationToken)
    {
        if (file != "-")
            return await File.ReadAllBytesAsync(Path.GetFullPath(file, surroundings.WorkingFolder), cancellationToken);
        await using var input = surroundings.OpenInput();
        using var bytes = new MemoryStream();
        await input.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
