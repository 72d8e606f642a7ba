namespace CloudTrailLambda.Emulators.Tests.Servers;

/// <summary>The header of a signed call, with a signature that fits nothing.</summary>
internal static class TestAuthorization
{
    public static string For(string service) =>
        $"AWS4-HMAC-SHA256 Credential={TestCredentials.AccessKeyId}/20240601/{TestCredentials.Region}/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";
}
