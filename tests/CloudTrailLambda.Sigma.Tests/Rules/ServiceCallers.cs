using System.Text.Json.Nodes;

namespace CloudTrailLambda.Sigma.Tests.Rules;

/// <summary>Makes a record one that an AWS service sent.</summary>
internal static class ServiceCallers
{
    public static IReadOnlyDictionary<string, Action<JsonObject>> All { get; } = new Dictionary<string, Action<JsonObject>>(StringComparer.Ordinal)
    {
        ["a service"] = record => record["userIdentity"] = new JsonObject { ["type"] = "AWSService", ["invokedBy"] = "backup.amazonaws.com" },
        ["a service-linked role"] = record => record["userIdentity"] = JsonNode.Parse("""
            {"type": "AssumedRole", "principalId": "AROACKCEVSQ6C2EXAMPLE:session", "arn": "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/session",
             "accountId": "111122223333", "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
             "sessionContext": {"sessionIssuer": {"type": "Role", "principalId": "AROACKCEVSQ6C2EXAMPLE", "accountId": "111122223333", "userName": "AWSServiceRoleForAutoScaling",
              "arn": "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"}}}
            """),
        ["CloudFormation for the same caller"] = record =>
        {
            if (record["userIdentity"] is not JsonObject) record["userIdentity"] = new JsonObject();
            record["userIdentity"]!["invokedBy"] = "cloudformation.amazonaws.com";
        },
    };
}
