namespace CloudTrailLambda.Detection.Reading;

/// <summary>What one call of <see cref="LogRecordReader.ReadAsync"/> came to.</summary>
public enum LogReadResult
{
    /// <summary>Nothing is left.</summary>
    End,

    /// <summary><see cref="LogRecordReader.Record"/> holds the next record.</summary>
    Record,

    /// <summary><see cref="LogRecordReader.Fault"/> tells of damage; reading may go on.</summary>
    Fault,

    /// <summary><see cref="LogRecordReader.Note"/> tells of something passed over that is no damage.</summary>
    Note,
}
