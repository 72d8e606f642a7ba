namespace CloudTrailLambda.Detection.Reading;

/// <summary>Keeps a file with a million faults from making a million messages.</summary>
internal sealed class FaultBudget(int maxReported)
{
    private int _reported;
    private long _kept;

    /// <summary>The fault to be told next.</summary>
    public ReadFault? Latest { get; private set; }

    /// <summary>For what concerns one record.</summary>
    /// <returns>Whether this fault is to be told; if not it is only counted, and nothing is allocated for it.</returns>
    public bool Report(ReadFaultKind kind, string message, long recordNumber, long byteOffset)
    {
        if (_reported >= maxReported)
        {
            _kept++;
            return false;
        }

        _reported++;
        Latest = new(kind, message, recordNumber, byteOffset);
        return true;
    }

    /// <summary>For what concerns the whole object: it is told however many faults came before.</summary>
    public void ReportAlways(ReadFaultKind kind, string message, long recordNumber, long byteOffset) =>
        Latest = new(kind, message, recordNumber, byteOffset);

    /// <summary>For the end of the object.</summary>
    /// <returns>Whether there is a last fault to be told, with the number of those that were only counted.</returns>
    public bool ReportRest(long byteOffset)
    {
        if (_kept == 0)
        {
            return false;
        }

        ReportAlways(ReadFaultKind.MoreFaults, $"and {_kept:N0} more faults", 0, byteOffset);
        _kept = 0;
        return true;
    }
}
