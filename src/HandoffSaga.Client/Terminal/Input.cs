namespace HandoffSaga.Client.Terminal;

/// <summary>Reads a command's input files.</summary>
internal static class Input
{
    /// <summary>The bytes of <paramref name="file"/>; <c>-</c> is standard input.</summary>
    public static async Task<byte[]> Read(this CliContext cli, string file, CancellationToken cancellationToken)
    {
        if (file != "-")
            return await File.ReadAllBytesAsync(Path.GetFullPath(file, cli.WorkingFolder), cancellationToken);
        await using var input = cli.OpenInput();
        using var bytes = new MemoryStream();
        await input.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
