using System.Collections.ObjectModel;

namespace CloudTrailLambda.Emulators;

/// <summary>Credentials that open nothing, for AWS clients and programs that ask for some.</summary>
public static class TestCredentials
{
    /// <summary>An access key id that no account has.</summary>
    public const string AccessKeyId = "TESTACCESSKEYID";

    /// <summary>The secret key that goes with it.</summary>
    public const string SecretAccessKey = "test-secret-access-key";

    /// <summary>The region: the one in which S3 makes a bucket without being told where.</summary>
    public const string Region = "us-east-1";

    /// <summary>The same as environment variables, for a child process; they also keep it from asking an instance's metadata for others.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new ReadOnlyDictionary<string, string>(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = SecretAccessKey,
        ["AWS_REGION"] = Region,
        ["AWS_DEFAULT_REGION"] = Region,
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    });
}
