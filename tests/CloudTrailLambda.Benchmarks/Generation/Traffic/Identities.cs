namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>The shapes of <c>userIdentity</c>, as JSON with placeholders.</summary>
internal static class Identities
{
    public const string Role = """
        {"type":"Role","principalId":"AROA<base32 17 per role>","arn":"arn:aws:iam::<account>:role/<role>",
         "accountId":"<account>","userName":"<role>"}
        """;

    public const string Root = """
        {"type":"Root","principalId":"<account>","arn":"arn:aws:iam::<account>:root","accountId":"<account>",
         "sessionContext":{"attributes":{"creationDate":"<session start>","mfaAuthenticated":"true"}}}
        """;

    public const string User = """
        {"type":"IAMUser","principalId":"AIDA<base32 17 per role>","arn":"arn:aws:iam::<account>:user/<role>",
         "accountId":"<account>","accessKeyId":"AKIA<base32 16 per role>","userName":"<role>"}
        """;

    public const string ConsoleUser = """
        {"type":"IAMUser","principalId":"AIDA<base32 17 per role>","arn":"arn:aws:iam::<account>:user/<role>",
         "accountId":"<account>","accessKeyId":"ASIA<base32 16 per session>","userName":"<role>",
         "sessionContext":{"attributes":{"creationDate":"<session start>","mfaAuthenticated":"true"}}}
        """;

    public const string FederatedUser = """
        {"type":"FederatedUser","principalId":"<account>:<role>","arn":"arn:aws:sts::<account>:federated-user/<role>",
         "accountId":"<account>","accessKeyId":"ASIA<base32 16 per session>",
         "sessionContext":{"sessionIssuer":{"type":"IAMUser","principalId":"AIDA<base32 17 per role>",
          "arn":"arn:aws:iam::<account>:user/token-vendor","accountId":"<account>","userName":"token-vendor"},
          "attributes":{"creationDate":"<session start>","mfaAuthenticated":"false"}}}
        """;

    public const string WebIdentity = """
        {"type":"WebIdentityUser",
         "principalId":"token.actions.githubusercontent.com:sts.amazonaws.com:repo:example-org/<role>:ref:refs/heads/main",
         "userName":"repo:example-org/<role>:ref:refs/heads/main","identityProvider":"token.actions.githubusercontent.com"}
        """;

    public const string Saml = """
        {"type":"SAMLUser","principalId":"<base64 27 per role>=:<role>@example.com","userName":"<role>@example.com",
         "identityProvider":"<base64 27 per role>="}
        """;

    public const string IdentityCenter = """
        {"type":"IdentityCenterUser","accountId":"<account>","onBehalfOf":{"userId":"<uuid per role>",
         "identityStoreArn":"arn:aws:identitystore::<account>:identitystore/d-9067<digits 6 per role>"},
         "credentialId":"<hex 64 per session>"}
        """;

    public const string Directory = """
        {"type":"Directory","principalId":"d-9067<digits 6 per role>","accountId":"<account>","userName":"<role>"}
        """;

    public const string OtherAccount = """
        {"type":"AWSAccount","principalId":"AROA<base32 17 per role>:<role>","accountId":"<digits 12 of 6>"}
        """;

    public const string Unknown = """{"type":"Unknown","principalId":"<account>","accountId":"<account>","userName":"<role>"}""";

    /// <summary>Some old services leave the type out.</summary>
    public const string WithoutType = """{"principalId":"<account>","accountId":"<account>","userName":"<role>"}""";

    public static string Service(string host) => $$"""{"type":"AWSService","invokedBy":"{{host}}"}""";

    /// <param name="session">The role session name, a pattern.</param>
    /// <param name="more">Further members of the object, each after a comma.</param>
    /// <param name="path">The path of the role, which the ARN of the session leaves out.</param>
    /// <param name="mfa">"true" or "false": CloudTrail has a text here, no boolean.</param>
    /// <param name="inContext">Further members of the session context, each after a comma.</param>
    public static string Assumed(
        string session, string more = "", string path = "/", string mfa = "false", string inContext = "") => $$"""
        {"type":"AssumedRole","principalId":"AROA<base32 17 per role>:{{session}}",
         "arn":"arn:aws:sts::<account>:assumed-role/<role>/{{session}}","accountId":"<account>",
         "accessKeyId":"ASIA<base32 16 per session>","sessionContext":{"sessionIssuer":{"type":"Role",
          "principalId":"AROA<base32 17 per role>","arn":"arn:aws:iam::<account>:role{{path}}<role>",
          "accountId":"<account>","userName":"<role>"}{{inContext}},
          "attributes":{"creationDate":"<session start>","mfaAuthenticated":"{{mfa}}"} }{{more}} }
        """;
}
