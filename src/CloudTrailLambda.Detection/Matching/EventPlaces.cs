using System.Text;
using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma;

namespace CloudTrailLambda.Detection.Matching;

/// <summary><see cref="SourceFields"/> as slots of the matcher.</summary>
internal sealed class EventPlaces(SourceFields fields, Func<string, FieldSlot> slotOf)
{
    public EventText EventId { get; } = new(fields.EventId, slotOf);

    public EventText EventTime { get; } = new(fields.Source.TimeFields, slotOf);

    public EventText EventName { get; } = new(fields.EventName, slotOf);

    public string EventNamePrefix => fields.EventNamePrefix;

    public EventText EventSource { get; } = new(fields.EventSource, slotOf);

    public string? Service => fields.Service;

    public EventText Region { get; } = new(fields.Region, slotOf);

    public EventText SourceAddress { get; } = new(fields.SourceAddress, slotOf);

    public EventText UserAgent { get; } = new(fields.UserAgent, slotOf);

    public EventText ErrorCode { get; } = new(fields.ErrorCode, slotOf);

    public EventText AccountId { get; } = new(fields.AccountId, slotOf);

    public EventText Actor { get; } = new(fields.Actor, slotOf);
}

/// <summary>One text of a record: the first of several alternatives that is there.</summary>
internal sealed class EventText(IEnumerable<string> alternatives, Func<string, FieldSlot> slotOf)
{
    private readonly FieldSlot[][] _alternatives =
        alternatives.Select(alternative => alternative.Split(SourceFields.Joiner).Select(slotOf).ToArray()).ToArray();

    public string? Of(MatchSession session, TextPool? pool = null)
    {
        foreach (var parts in _alternatives)
        {
            if (!session.TryGetText(parts[0], out var first) || first.IsEmpty) continue;
            return parts.Length == 1 ? pool?.Get(first) ?? Encoding.UTF8.GetString(first) : string.Join(SourceFields.Joined, parts.Select(session.GetString).Where(text => !string.IsNullOrEmpty(text)));
        }

        return null;
    }

    /// <summary>The same as UTF-8, without allocating once the buffer is long enough.</summary>
    /// <param name="session">Holds the record.</param>
    /// <param name="buffer">What is joined is put together here.</param>
    /// <param name="text">The text; valid until the next record.</param>
    public bool TryGet(MatchSession session, ref byte[] buffer, out ReadOnlySpan<byte> text)
    {
        foreach (var parts in _alternatives)
        {
            if (!session.TryGetText(parts[0], out text) || text.IsEmpty) continue;
            if (parts.Length == 1) return true;
            var length = Join(parts, session, ref buffer);
            text = buffer.AsSpan(0, length);
            return true;
        }

        text = default;
        return false;
    }

    private static int Join(FieldSlot[] parts, MatchSession session, ref byte[] buffer)
    {
        var length = 0;
        foreach (var part in parts)
        {
            if (!session.TryGetText(part, out var text) || text.IsEmpty) continue;
            if (buffer.Length < length + text.Length + 1) Array.Resize(ref buffer, 2 * (length + text.Length + 1));
            if (length > 0) buffer[length++] = (byte)SourceFields.Joined;
            text.CopyTo(buffer.AsSpan(length));
            length += text.Length;
        }

        return length;
    }
}
