using System.Text;

namespace HandoffSaga.Client.Terminal;

/// <summary>Writes data that is bytes, not text.</summary>
internal static class OutputBytes
{
    /// <summary>Writes UTF-8 to standard output byte for byte, independent of the terminal's encoding.</summary>
    public static async Task Write(this CliContext cli, ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        if (cli.OpenOutput is not { } open)
        {
            await cli.Output.WriteAsync(Encoding.UTF8.GetString(utf8.Span));
            return;
        }

        await cli.Output.FlushAsync(cancellationToken);
        await using var output = open();
        await output.WriteAsync(utf8, cancellationToken);
    }
}
