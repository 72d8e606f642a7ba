using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudTrailLambda.Detection.Tests.Sources;

/// <summary>Records of the logs that are not CloudTrail, as AWS writes them.</summary>
internal static class SourceRecords
{
    public const string Group = "sg-0a1b2c3d4e5f60718";

    /// <summary>An item of AWS Config about a security group.</summary>
    public static JsonObject SecurityGroup(string capturedAt, string cidr = "0.0.0.0/0", params string[] relatedEvents) => Item("AWS::EC2::SecurityGroup", Group, capturedAt, new JsonObject
    {
        ["groupId"] = Group,
        ["ipPermissions"] = new JsonArray(new JsonObject { ["fromPort"] = 22, ["toPort"] = 22, ["ipv4Ranges"] = new JsonArray(new JsonObject { ["cidrIp"] = cidr }) }),
    }, relatedEvents);

    public static JsonObject Item(string type, string id, string capturedAt, JsonNode? configuration, params string[] relatedEvents) => new()
    {
        ["relatedEvents"] = new JsonArray([.. relatedEvents.Select(each => JsonValue.Create(each))]),
        ["relationships"] = new JsonArray(),
        ["configuration"] = configuration,
        ["supplementaryConfiguration"] = new JsonObject(),
        ["tags"] = new JsonObject(),
        ["configurationItemVersion"] = "1.3",
        ["configurationItemCaptureTime"] = capturedAt,
        ["configurationStateId"] = 1_797_000_000_000,
        ["awsAccountId"] = "111122223333",
        ["configurationItemStatus"] = "OK",
        ["resourceType"] = type,
        ["resourceId"] = id,
        ["ARN"] = $"arn:aws:ec2:eu-west-1:111122223333:{type.Split(':')[^1]}/{id}",
        ["awsRegion"] = "eu-west-1",
    };

    public static string ConfigFile(params IEnumerable<JsonObject> items) =>
        $$"""{"fileVersion":"1.0","configSnapshotId":"5f1c9f0e-0f39-4c36-8a6e-0d8a2c1c9f11","configurationItems":[{{string.Join(',', items.Select(item => item.ToJsonString()))}}]}""";

    /// <summary>A finding of GuardDuty about an access key.</summary>
    public static string Finding(string updatedAt, string lastSeen, double severity = 8, string accessKey = "AKIAIOSFODNN7EXAMPLE") => JsonSerializer.Serialize(new
    {
        schemaVersion = "2.0",
        accountId = "111122223333",
        region = "eu-west-1",
        partition = "aws",
        id = "16afba5c5c43e07c9e3e5e2e544e95df",
        type = "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
        resource = new { resourceType = "AccessKey", accessKeyDetails = new { accessKeyId = accessKey, principalId = "AIDACKCEVSQ6C2EXAMPLE", userType = "IAMUser", userName = "mallory" } },
        service = new
        {
            serviceName = "guardduty",
            action = new { actionType = "AWS_API_CALL", awsApiCallAction = new { api = "ListUsers", serviceName = "iam.amazonaws.com", remoteIpDetails = new { ipAddressV4 = "203.0.113.9" } } },
            eventFirstSeen = "2026-10-14T08:00:00.000Z",
            eventLastSeen = lastSeen,
            count = 2,
        },
        severity,
        createdAt = "2026-10-14T08:00:00.000Z",
        updatedAt,
        title = "API ListUsers was invoked from an IP address on a custom threat list.",
    });
}
