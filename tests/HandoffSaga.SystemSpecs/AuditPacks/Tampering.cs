using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace HandoffSaga.SystemSpecs.AuditPacks;

/// <summary>A pack in somebody's hands who changes it.</summary>
internal sealed class Tampering
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public Tampering(byte[] pack)
    {
        using var zip = new ZipArchive(new MemoryStream(pack));
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            _files[entry.FullName] = bytes.ToArray();
        }
    }

    public IReadOnlyCollection<string> Names => _files.Keys;

    public string Text(string name) => Encoding.UTF8.GetString(_files[name]);

    /// <summary>The one file whose name ends so.</summary>
    public string Named(string ending) => _files.Keys.Single(name => name.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>One bit of the byte in the middle is another.</summary>
    public void Flip(string name) => _files[name][_files[name].Length / 2] ^= 1;

    public void Replace(string name, string text, string other)
    {
        Text(name).ShouldContain(text);
        Write(name, Text(name).Replace(text, other));
    }

    public void Write(string name, string text) => _files[name] = Encoding.UTF8.GetBytes(text);

    public void Remove(string name) => _files.Remove(name).ShouldBeTrue();

    /// <summary>The digests are made to fit, as whoever means it would.</summary>
    public Tampering WithNewSums()
    {
        _files.Remove("SHA256SUMS");
        Write("SHA256SUMS", string.Concat(_files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {file.Key}\n")));
        return this;
    }

    public void Unpack(string folder)
    {
        foreach (var (name, bytes) in _files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }
}
