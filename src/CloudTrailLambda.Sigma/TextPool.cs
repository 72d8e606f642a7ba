using System.Text;

namespace CloudTrailLambda.Sigma;

/// <summary>
/// Makes strings of UTF-8, each text once: the same few names stand in every record. Not thread-safe; one for each reader.
/// </summary>
public sealed class TextPool
{
    /// <summary>Longer texts are rarely met twice. UTF-8 bytes.</summary>
    private const int MaxBytes = 256;

    /// <summary>With more texts than this the pool starts anew: they are not the same few.</summary>
    private const int MaxTexts = 4_096;

    private readonly Dictionary<string, string> _texts = new(Utf8Comparer.Instance);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8;

    /// <summary>Starts empty.</summary>
    public TextPool() => _byUtf8 = _texts.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The text.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes) return Encoding.UTF8.GetString(utf8);
        if (_byUtf8.TryGetValue(utf8, out var known)) return known;
        if (_texts.Count == MaxTexts) _texts.Clear();
        var text = Encoding.UTF8.GetString(utf8);
        _texts[text] = text;
        return text;
    }

    private sealed class Utf8Comparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
    {
        public static Utf8Comparer Instance { get; } = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode(string obj)
        {
            Span<byte> utf8 = stackalloc byte[MaxBytes];
            return GetHashCode(utf8[..Encoding.UTF8.GetBytes(obj, utf8)]);
        }

        public bool Equals(ReadOnlySpan<byte> alternate, string other)
        {
            Span<byte> utf8 = stackalloc byte[MaxBytes];
            return alternate.SequenceEqual(utf8[..Encoding.UTF8.GetBytes(other, utf8)]);
        }

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);
    }
}
