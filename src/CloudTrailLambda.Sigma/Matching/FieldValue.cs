namespace CloudTrailLambda.Sigma.Matching;

/// <summary>What kind of JSON value stands at a field.</summary>
internal enum ValueKind : byte
{
    Null,
    False,
    True,
    Number,
    String,
    Object,
    Array,
}

/// <summary>One value that the walk found for a slot: where its bytes lie, and the next value of the same slot.</summary>
internal struct FieldValue
{
    public int Slot;

    /// <summary>Index of the next value of the slot, or -1.</summary>
    public int Next;

    /// <summary>Where the bytes start: a string's without its quotes, an object's with its braces.</summary>
    public int Offset;

    public int Length;

    public ValueKind Kind;

    /// <summary>Whether the bytes lie in the scratch buffer (text that was unescaped) and not in the record.</summary>
    public bool IsInScratch;

    /// <summary>Whether the bytes still hold JSON escapes.</summary>
    public bool IsEscaped;
}
