namespace HandoffSaga.Benchmarks.Driving;

/// <summary>
/// The signoffs of one run, made and signed before it begins. Many bytes of them wait in a file and not in memory: the peak that is
/// measured is not that of the driver.
/// </summary>
internal sealed class BenchmarkSignoffs : IDisposable
{
    private const long MostInMemory = 32 << 20;

    private readonly byte[][] _inMemory;
    private readonly FileStream? _file;
    private readonly (long At, int Length)[] _places;

    public BenchmarkSignoffs(string run, int count, int payload)
    {
        if ((long)count * payload <= MostInMemory)
        {
            (_inMemory, _places) = ([.. Enumerable.Range(0, count).Select(n => Workload.Signoff(run, n, payload))], []);
            return;
        }

        (_inMemory, _places) = ([], new (long, int)[count]);
        _file = new FileStream(
            Path.GetTempFileName(),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        for (var n = 0; n < count; n++)
        {
            var signoff = Workload.Signoff(run, n, payload);
            _places[n] = (_file.Position, signoff.Length);
            _file.Write(signoff);
        }

        _file.Flush();
    }

    public byte[] this[int number]
    {
        get
        {
            if (_file is null)
            {
                return _inMemory[number];
            }

            var (at, length) = _places[number];
            var signoff = new byte[length];
            return RandomAccess.Read(_file.SafeFileHandle, signoff, at) == length ? signoff : throw new EndOfStreamException();
        }
    }

    public void Dispose() => _file?.Dispose();
}
