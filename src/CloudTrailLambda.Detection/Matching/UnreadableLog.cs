using System.Globalization;
using System.Text.Json;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>
/// The finding about log files that could not be read in full. What an intruder did may be in the part that is missing, so it is kept
/// and alerted like any other. One finding for each folder and hour: whatever spoils one file spoils its neighbours.
/// </summary>
internal static class UnreadableLog
{
    public static FindingRule Rule { get; } = new(
        "cloudtrail-lambda:unreadable-log", "Log file could not be read", Severity.Medium, Techniques: [], Tactics: []);

    /// <summary>Whether a fault is about the file itself: another attempt would meet it again.</summary>
    public static bool IsAbout(ReadFault fault) => fault.Kind is not (ReadFaultKind.ReadFailed or ReadFaultKind.Gone);

    public static FindingMatch ToMatch(LogObject logObject, ReadFault fault)
    {
        var time = LogObjectPlace.Time(logObject) ?? DateTimeOffset.UnixEpoch;
        var where = string.Create(CultureInfo.InvariantCulture, $"record {fault.RecordNumber}, byte {fault.ByteOffset}");
        var key = new FindingKey(
            Rule.Id,
            LogObjectPlace.Account(logObject) ?? EventReader.Unknown,
            new FindingGroup(new GroupField("folder", LogObjectPlace.Folder(logObject))),
            FindingWindow.Containing(time, FindingWindow.DefaultLength));
        return new FindingMatch(key, Rule, new FindingEvent
        {
            EventId = $"{logObject.Name}: {where}",
            EventTime = time,
            EventName = fault.Kind.ToString(),
            ErrorCode = $"{where}: {fault.Message}",
            RecordJson = ToJson(logObject, fault),
        });
    }

    private static byte[] ToJson(LogObject logObject, ReadFault fault)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("logObject", logObject.Name);
            writer.WriteString("damage", fault.Kind.ToString());
            writer.WriteString("message", fault.Message);
            writer.WriteNumber("recordNumber", fault.RecordNumber);
            writer.WriteNumber("byteOffset", fault.ByteOffset);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }
}
