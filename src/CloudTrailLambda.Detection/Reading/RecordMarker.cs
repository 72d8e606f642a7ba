namespace CloudTrailLambda.Detection.Reading;

/// <summary>
/// Where reading can go on after damage: CloudTrail begins every record with <c>{"eventVersion"</c>, and line-wise files begin one with a
/// line. Neither can be inside a JSON string, which holds quotes escaped and no line breaks.
/// </summary>
/// <param name="firstKey">The key that records begin with, in quotes.</param>
internal sealed class RecordMarker(byte[] firstKey)
{
    /// <summary>So much of what was searched must stay in memory for a marker that the next read completes.</summary>
    public const int TailBytes = 256;

    /// <summary>Where to search from when <see cref="TailBytes"/> were kept: no marker before it was incomplete.</summary>
    public const int TailSearchedBytes = 96;

    private const int MaxSpaceBytes = 64;

    /// <summary>Both kinds are looked for in turn in such steps: looking for one to the end each time would be quadratic.</summary>
    private const int StepBytes = 4096;

    /// <summary>AWS Config's files differ in the key that comes first, each keeps to one, and these are on no object inside an item.</summary>
    private static readonly RecordMarker[] OfItems =
        [new("\"relatedEvents\""u8.ToArray()), new("\"configurationItemVersion\""u8.ToArray()), new("\"configurationItemCaptureTime\""u8.ToArray())];

    public static RecordMarker CloudTrail { get; } = new("\"eventVersion\""u8.ToArray());

    private static ReadOnlySpan<byte> LineStart => "\n{"u8;

    /// <summary>The marker of a file with a configuration item that begins so; <see langword="null"/> when nothing marks it.</summary>
    public static RecordMarker? OfItem(ReadOnlySpan<byte> item)
    {
        foreach (var marker in OfItems)
        {
            if (marker.Leads(item)) return marker;
        }

        return null;
    }

    /// <summary>Searches for a record.</summary>
    /// <returns>The index of the brace of the first marked record at or behind <paramref name="from"/>, or -1.</returns>
    public int Find(ReadOnlySpan<byte> bytes, int from)
    {
        for (; from < bytes.Length; from += StepBytes)
        {
            var stepEnd = Math.Min(bytes.Length, from + StepBytes);
            var led = FindLed(bytes[..Math.Min(bytes.Length, stepEnd + MaxSpaceBytes + firstKey.Length)], from, stepEnd);
            // The line break may be the last byte before the step.
            var lineFrom = Math.Max(0, from - 1);
            var line = bytes[lineFrom..(led >= 0 ? led + 1 : stepEnd)].IndexOf(LineStart);
            if (line >= 0)
            {
                return lineFrom + line + 1;
            }

            if (led >= 0)
            {
                return led;
            }
        }

        return -1;
    }

    /// <summary>Whether a record with the marker begins here.</summary>
    public bool Leads(ReadOnlySpan<byte> bytes) => LeadsWith(bytes, firstKey);

    /// <summary>Whether an object whose first key is <paramref name="quotedKey"/> begins here.</summary>
    public static bool LeadsWith(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> quotedKey)
    {
        if (bytes is not [(byte)'{', ..])
        {
            return false;
        }

        var key = bytes[1..].IndexOfAnyExcept(JsonSpace.Bytes);
        return key >= 0 && bytes[(key + 1)..].StartsWith(quotedKey);
    }

    private int FindLed(ReadOnlySpan<byte> bytes, int from, int braceBefore)
    {
        var at = from;
        while (bytes[at..].IndexOf(firstKey) is var found and >= 0)
        {
            at += found;
            var space = bytes[Math.Max(from, at - MaxSpaceBytes)..at];
            var brace = at - space.Length + space.LastIndexOfAnyExcept(JsonSpace.Bytes);
            if (brace >= from && brace < braceBefore && bytes[brace] == (byte)'{' && !IsValue(bytes[..brace]))
            {
                return brace;
            }

            at += firstKey.Length;
        }

        return -1;
    }

    /// <summary>Behind a colon it is a part of some record: requests can hold events.</summary>
    private static bool IsValue(ReadOnlySpan<byte> before)
    {
        before = before[Math.Max(0, before.Length - MaxSpaceBytes)..];
        return before.LastIndexOfAnyExcept(JsonSpace.Bytes) is var last and >= 0 && before[last] == (byte)':';
    }
}
