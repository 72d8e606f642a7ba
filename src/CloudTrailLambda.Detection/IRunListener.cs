using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection;

/// <summary>Hears what happens while a run goes on. Calls come from several threads at once.</summary>
public interface IRunListener
{
    /// <summary>Something in an object could not be read; the rest of it was.</summary>
    void OnFault(LogObject logObject, ReadFault fault);

    /// <summary>An object was passed over on purpose.</summary>
    void OnNote(LogObject logObject, ReadNote note);

    /// <summary>An object is done: read, matched and stored.</summary>
    void OnDone(LogObject logObject);
}
