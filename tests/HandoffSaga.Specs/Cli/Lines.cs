using System.Text;
using System.Threading.Channels;

namespace HandoffSaga.Specs.Cli;

/// <summary>Output to be waited for line by line.</summary>
internal sealed class Lines : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>The next line; a program that ends without one is a failure.</summary>
    public async Task<string> Next(Task running)
    {
        var line = _lines.Reader.ReadAsync().AsTask();
        (await Task.WhenAny(line, running)).ShouldBe(line);
        return await line;
    }

    public override void Write(char value)
    {
        if (value == '\n')
        {
            _lines.Writer.TryWrite(_line.ToString());
            _line.Clear();
        }
        else
        {
            _line.Append(value);
        }
    }
}
