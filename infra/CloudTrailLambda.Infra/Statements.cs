using Amazon.CDK.AWS.IAM;

namespace CloudTrailLambda.Infra;

/// <summary>Policy statements, each with its actions on exactly the resources it names.</summary>
internal static class Statements
{
    /// <summary>Allows whoever holds the policy.</summary>
    public static PolicyStatement Allow(string sid, string[] actions, string[] resources, IDictionary<string, object>? conditions = null) =>
        new(new PolicyStatementProps { Sid = sid, Effect = Effect.ALLOW, Actions = actions, Resources = resources, Conditions = conditions });

    /// <summary>Allows a principal, in the policy of a resource.</summary>
    public static PolicyStatement Allow(string sid, IPrincipal principal, string[] actions, string[] resources, IDictionary<string, object>? conditions = null) =>
        new(new PolicyStatementProps { Sid = sid, Effect = Effect.ALLOW, Principals = [principal], Actions = actions, Resources = resources, Conditions = conditions });

    /// <summary>Denies everybody what does not come over TLS.</summary>
    public static PolicyStatement DenyWithoutTls(string[] actions, string[] resources) =>
        new(new PolicyStatementProps
        {
            Sid = "DenyWithoutTls",
            Effect = Effect.DENY,
            Principals = [new AnyPrincipal()],
            Actions = actions,
            Resources = resources,
            Conditions = When(("Bool", "aws:SecureTransport", "false")),
        });

    public static Dictionary<string, object> When(params (string Operator, string Key, object Value)[] conditions) =>
        conditions.GroupBy(condition => condition.Operator, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            object (group) => group.ToDictionary(condition => condition.Key, condition => condition.Value, StringComparer.Ordinal),
            StringComparer.Ordinal);
}
