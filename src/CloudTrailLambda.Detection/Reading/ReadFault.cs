namespace CloudTrailLambda.Detection.Reading;

/// <summary>The ways in which a log object can be damaged.</summary>
public enum ReadFaultKind
{
    /// <summary>No bytes, or only white space.</summary>
    Empty,

    /// <summary>The object does not begin like JSON in UTF-8; none of it was read.</summary>
    NotJson,

    /// <summary>The caller's strict walk refused the record.</summary>
    BrokenRecord,

    /// <summary>A record is longer than <see cref="LogReadLimits.MaxRecordBytes"/>, or its end was lost.</summary>
    RecordTooLong,

    /// <summary>An element of the array is not an object.</summary>
    NotAnObject,

    /// <summary><c>Records</c> is there but is no array.</summary>
    RecordsNotAnArray,

    /// <summary>Something other than a record stands between two records.</summary>
    UnexpectedText,

    /// <summary>The object ends inside a record or inside the array of records.</summary>
    Truncated,

    /// <summary>The gzip data ends early.</summary>
    GzipTruncated,

    /// <summary>The gzip data does not inflate, or its checksum is wrong.</summary>
    GzipDamaged,

    /// <summary>Something other than gzip or zero padding follows the gzip data.</summary>
    GzipTrailingBytes,

    /// <summary>The gzip data inflates past <see cref="LogReadLimits.MaxInflatedBytes"/> or <see cref="LogReadLimits.MaxInflationRatio"/>.</summary>
    InflatesTooFar,

    /// <summary>The storage failed, or refused: the object may be whole, and another attempt may succeed.</summary>
    ReadFailed,

    /// <summary>The object is not there: it was announced and then deleted.</summary>
    Gone,

    /// <summary>More faults than <see cref="LogReadLimits.MaxFaultsReported"/>; the message has their number.</summary>
    MoreFaults,
}

/// <summary>Damage in one log object.</summary>
/// <param name="Kind">What sort of damage.</param>
/// <param name="Message">A sentence for people, without the object's name or the place.</param>
/// <param name="RecordNumber">The damaged record's number, from 1; 0 when the damage is not one record's.</param>
/// <param name="ByteOffset">Where it was noticed, in bytes of the uncompressed content.</param>
public sealed record ReadFault(ReadFaultKind Kind, string Message, long RecordNumber, long ByteOffset);
