using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace CloudTrailLambda.Aws.Signing;

/// <summary>The credentials that every AWS tool would use here: environment, profile, container, instance. Looked for when first needed.</summary>
internal sealed class DefaultCredentials : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => Find().GetCredentials();

    // Asked each time: the chain keeps what it found and renews what expires.
    public override Task<ImmutableCredentials> GetCredentialsAsync() => Find().GetCredentialsAsync();

    private static AWSCredentials Find() => DefaultAWSCredentialsIdentityResolver.GetCredentials();
}
