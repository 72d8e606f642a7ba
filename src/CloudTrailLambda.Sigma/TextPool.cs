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

    // The bytes are kept beside the text: comparing them with what a record has needs no transcoding.
    private readonly Dictionary<byte[], string> _texts = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8;

    /// <summary>Starts empty.</summary>
    public TextPool() => _byUtf8 = _texts.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The text.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes) return Encoding.UTF8.GetString(utf8);
        if (_byUtf8.TryGetValue(utf8, out var known)) return known;
        if (_texts.Count == MaxTexts) _texts.Clear();
        var text = Encoding.UTF8.GetString(utf8);
        _texts[utf8.ToArray()] = text;
        return text;
    }
}
