using System.Text;
using System.Text.Unicode;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma;

/// <summary>
/// Reads one record after the other and tells which rules match. Not thread-safe. A record that nothing matches costs
/// no allocation.
/// </summary>
public sealed class MatchSession
{
    private readonly RuleMatcher _matcher;
    private readonly RecordFields _fields;
    private readonly int[] _triedInRecord;
    private readonly int[] _matches;
    private int _matchCount;
    private int _recordCount;

    internal MatchSession(RuleMatcher matcher)
    {
        _matcher = matcher;
        _fields = new RecordFields(matcher.SlotCount, matcher.SharedNodeCount);
        _triedInRecord = new int[matcher.Conditions.Length];
        _matches = new int[matcher.Conditions.Length];
    }

    /// <summary>How often a regular expression gave up on a text because it took too long; those texts count as not matching.</summary>
    public long RegexTimeouts => _fields.RegexTimeouts;

    /// <summary>Position of the source, in the sources that were compiled for, that the record read last is of.</summary>
    public int Source { get; private set; }

    /// <summary>Walks the record once and keeps where its fields lie. The memory must stay as it is until the next call.</summary>
    /// <param name="record">One JSON object in UTF-8.</param>
    /// <param name="fault">What is wrong with it when the result is false.</param>
    public bool TryRead(ReadOnlyMemory<byte> record, out RecordFault? fault)
    {
        _fields.Begin(record);
        fault = null;
        if (!Utf8.IsValid(record.Span))
        {
            fault = InvalidUtf8(record.Span);
            return false;
        }

        fault = RecordWalk.Walk(_fields, _matcher.Root);
        if (fault is not null) return false;
        Source = SourceOfRecord();
        return true;
    }

    /// <summary>Indexes of the rules for its source that the record read last matches, ascending. Valid until the next call.</summary>
    public ReadOnlySpan<int> Match()
    {
        _matchCount = 0;
        _recordCount++;
        var index = _matcher.Indexes[Source];
        index.Visit(_fields, this);
        Try(index.Always);
        var matches = _matches.AsSpan(0, _matchCount);
        if (_matchCount > 1) matches.Sort();
        return matches;
    }

    /// <summary>The first text, number or boolean of a field as text; false when there is none. Valid until the next record.</summary>
    public bool TryGetText(FieldSlot slot, out ReadOnlySpan<byte> text)
    {
        // Values are linked last first; the one that stands first in the record is wanted.
        var found = false;
        text = default;
        for (var value = _fields.First(slot.Index); value != RecordFields.None; value = _fields[value].Next)
        {
            if (_fields.TryGetText(value, out var each))
            {
                text = each;
                found = true;
            }
        }

        return found;
    }

    /// <summary>The text of a field that has one value and no more. Valid until the next record.</summary>
    public bool TryGetOnlyText(FieldSlot slot, out ReadOnlySpan<byte> text)
    {
        text = default;
        var value = _fields.First(slot.Index);
        return value != RecordFields.None && _fields[value].Next == RecordFields.None && _fields.TryGetText(value, out text);
    }

    /// <summary>The first text of a field as a string, or <see langword="null"/>.</summary>
    public string? GetString(FieldSlot slot) => TryGetText(slot, out var text) ? Encoding.UTF8.GetString(text) : null;

    /// <summary>All texts, numbers and booleans of a field as text, in the record's order (several where the path crosses arrays).</summary>
    /// <param name="slot">The field.</param>
    /// <param name="pool">Where the strings come from; null makes new ones.</param>
    public IReadOnlyList<string> GetStrings(FieldSlot slot, TextPool? pool = null)
    {
        var count = 0;
        for (var value = _fields.First(slot.Index); value != RecordFields.None; value = _fields[value].Next)
        {
            if (_fields.TryGetText(value, out _)) count++;
        }

        var texts = count == 0 ? [] : new string[count];
        for (var value = _fields.First(slot.Index); value != RecordFields.None; value = _fields[value].Next)
        {
            if (_fields.TryGetText(value, out var text)) texts[--count] = pool?.Get(text) ?? Encoding.UTF8.GetString(text);
        }

        return texts;
    }

    internal void Try(int[] candidates)
    {
        foreach (var rule in candidates)
        {
            if (_triedInRecord[rule] == _recordCount) continue;
            _triedInRecord[rule] = _recordCount;
            if (_matcher.Conditions[rule].Holds(_fields)) _matches[_matchCount++] = rule;
        }
    }

    private int SourceOfRecord()
    {
        foreach (var mark in _matcher.Marks)
        {
            if (mark.IsOn(_fields)) return mark.Source;
        }

        return 0;
    }

    private static RecordFault InvalidUtf8(ReadOnlySpan<byte> record)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(record[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done) offset += consumed;
        return new RecordFault("not valid UTF-8", offset);
    }
}
