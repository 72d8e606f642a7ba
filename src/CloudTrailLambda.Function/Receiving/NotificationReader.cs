using System.Globalization;
using System.Net;
using System.Text.Json;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Function.Receiving;

/// <summary>
/// Reads what announces new objects: S3's own notifications, EventBridge's "Object Created" and CloudTrail's messages about delivered
/// files, each as it is or wrapped by SNS. <c>events/notifications/</c> has an example of every shape.
/// </summary>
/// <remarks>
/// "Event message structure" and "Using EventBridge" in the S3 user guide, "Configuring Amazon SNS notifications for CloudTrail" in the
/// CloudTrail user guide, "Amazon SNS message and JSON formats" in the SNS developer guide.
/// </remarks>
internal static class NotificationReader
{
    /// <summary>SNS may wrap what EventBridge sent it; nothing wraps more often than that.</summary>
    private const int MaxWraps = 3;

    /// <summary>What CloudTrail sends when a topic is set up for it; the one message that is no JSON.</summary>
    private const string CloudTrailValidation = "CloudTrail validation message.";

    /// <summary>The objects that a message's text announces; none when it is about something else.</summary>
    /// <exception cref="UnknownNotificationException">The text is none of these.</exception>
    public static IReadOnlyList<LogObject> ReadText(string text) => ReadText(text, wraps: 0);

    /// <summary>The objects that a notification announces; none when it is about something else.</summary>
    /// <exception cref="UnknownNotificationException">The JSON is none of these.</exception>
    public static IReadOnlyList<LogObject> Read(JsonElement notification) => Read(notification, wraps: 0);

    private static IReadOnlyList<LogObject> ReadText(string text, int wraps)
    {
        if (text.Trim() == CloudTrailValidation) return [];
        if (wraps > MaxWraps) throw new UnknownNotificationException($"The notification is wrapped more than {MaxWraps} times.");
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, wraps);
        }
        catch (JsonException notJson)
        {
            throw new UnknownNotificationException("The notification is not JSON.", notJson);
        }
    }

    private static IReadOnlyList<LogObject> Read(JsonElement notification, int wraps)
    {
        try
        {
            if (Text(notification, "Event") == "s3:TestEvent") return [];
            if (Text(notification, "Type") == "Notification") return ReadText(Required(notification, "Message"), wraps + 1);
            if (Text(notification, "detail-type") is { } detailType) return ReadEventBridge(notification, detailType);
            if (notification.TryGetProperty("s3ObjectKey", out var keys)) return ReadCloudTrail(Required(notification, "s3Bucket"), keys);
            if (notification.TryGetProperty("Records", out var records)) return [.. records.EnumerateArray().SelectMany(record => ReadRecord(record, wraps))];
        }
        catch (Exception wrongShape) when (wrongShape is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new UnknownNotificationException($"The notification is not as documented: {wrongShape.Message}", wrongShape);
        }

        throw new UnknownNotificationException("The JSON is no notification about an object in S3.");
    }

    private static IReadOnlyList<LogObject> ReadRecord(JsonElement record, int wraps)
    {
        if (Text(record, "EventSource") == "aws:sns") return ReadText(Required(record.GetProperty("Sns"), "Message"), wraps + 1);
        if (Text(record, "eventSource") != "aws:s3") throw new UnknownNotificationException($"The notification has a record from \"{Text(record, "eventSource")}\", not from S3.");
        var version = Required(record, "eventVersion");
        if (version.Split('.')[0] != "2") throw new UnknownNotificationException($"The notification has version {version}; this function knows version 2.");
        if (!Required(record, "eventName").StartsWith("ObjectCreated:", StringComparison.Ordinal)) return [];
        var s3 = record.GetProperty("s3");
        var stored = s3.GetProperty("object");
        // Keys are encoded like a form: a space is a plus sign.
        return Objects(Required(s3.GetProperty("bucket"), "name"), WebUtility.UrlDecode(Required(stored, "key")), Text(stored, "versionId"), stored, Text(record, "eventTime"));
    }

    // EventBridge does not encode keys.
    private static IReadOnlyList<LogObject> ReadEventBridge(JsonElement notification, string detailType)
    {
        if (Text(notification, "source") != "aws.s3") throw new UnknownNotificationException($"The event comes from \"{Text(notification, "source")}\", not from S3.");
        if (detailType != "Object Created") return [];
        var detail = notification.GetProperty("detail");
        var stored = detail.GetProperty("object");
        return Objects(Required(detail.GetProperty("bucket"), "name"), Required(stored, "key"), Text(stored, "version-id"), stored, Text(notification, "time"));
    }

    private static LogObject[] ReadCloudTrail(string bucket, JsonElement keys) =>
        [.. keys.EnumerateArray().SelectMany(key => Objects(bucket, key.GetString() ?? throw new FormatException("A key is null."), versionId: null, stored: default, time: null))];

    private static LogObject[] Objects(string bucket, string key, string? versionId, JsonElement stored, string? time)
    {
        // What consoles show as folders are empty objects.
        if (key.EndsWith('/')) return [];
        long? size = stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty("size", out var bytes) ? bytes.GetInt64() : null;
        return
        [
            new LogObject($"s3://{bucket}/{key}", size)
            {
                VersionId = versionId,
                AnnouncedAt = DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
            },
        ];
    }

    private static string Required(JsonElement element, string name) =>
        Text(element, name) is { Length: > 0 } text ? text : throw new UnknownNotificationException($"The notification has no \"{name}\".");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
