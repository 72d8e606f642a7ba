using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Function.Telemetry;

namespace CloudTrailLambda.Function.Handling;

/// <summary>Hears what happens to one object: logs it, and knows whether another attempt could end better.</summary>
internal sealed class ObjectListener(LogLines log) : IRunListener
{
    /// <summary>Why the storage did not give the object in full; null when it did.</summary>
    public string? StorageFailure { get; private set; }

    /// <summary>Whether it was deleted before it could be read.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Damage that another attempt would meet again.</summary>
    public int DamageCount { get; private set; }

    public void OnFault(LogObject logObject, ReadFault fault)
    {
        switch (fault.Kind)
        {
            case ReadFaultKind.ReadFailed:
                StorageFailure = fault.Message;
                break;
            case ReadFaultKind.Gone:
                IsGone = true;
                log.Warning("The log file is gone: it was deleted before it could be read.", ("logObject", logObject.Name), ("reason", fault.Message));
                break;
            default:
                DamageCount++;
                log.Warning(
                    "The log file could not be read in full.",
                    ("logObject", logObject.Name), ("damage", fault.Kind), ("reason", fault.Message), ("record", fault.RecordNumber), ("byte", fault.ByteOffset));
                break;
        }
    }

    public void OnNote(LogObject logObject, ReadNote note) => log.Information("The object was passed over.", ("logObject", logObject.Name), ("reason", note.Message));

    public void OnDone(LogObject logObject)
    {
        // Whether it is done shows when the run ends: alerts come after this.
    }
}
