using Amazon;

namespace CloudTrailLambda.Aws.Signing;

/// <summary>Where an AWS API is called, and what its requests are signed for.</summary>
/// <param name="Service">The name in signatures and host names, such as <c>sns</c>.</param>
/// <param name="Region">The region, such as <c>eu-west-1</c>.</param>
/// <param name="Url">The endpoint's address.</param>
public sealed record AwsEndpoint(string Service, string Region, Uri Url)
{
    /// <summary>
    /// The endpoint by the rules that all AWS tools share: <c>AWS_ENDPOINT_URL_</c> and the service's name, then <c>AWS_ENDPOINT_URL</c>,
    /// unless <c>AWS_IGNORE_CONFIGURED_ENDPOINT_URLS</c> is true; then the service's own.
    /// </summary>
    /// <remarks>"Service-specific endpoints" in the AWS SDKs and Tools reference guide.</remarks>
    /// <param name="service">The name in signatures and host names.</param>
    /// <param name="region">The region.</param>
    /// <param name="settingName">The service's name in the variable, such as <c>CLOUDWATCH_LOGS</c>.</param>
    /// <param name="environment">Reads a variable; the process's own unless a test has others.</param>
    /// <exception cref="UriFormatException">A variable holds no http or https address; the message names it.</exception>
    public static AwsEndpoint Of(string service, string region, string settingName, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var isIgnored = string.Equals(environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase);
        foreach (var name in isIgnored ? [] : (string[])[$"AWS_ENDPOINT_URL_{settingName}", "AWS_ENDPOINT_URL"])
        {
            if (environment(name) is { Length: > 0 } text) return new AwsEndpoint(service, region, Parse(name, text));
        }

        var suffix = RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix;
        return new AwsEndpoint(service, region, new Uri($"https://{service}.{region}.{suffix}/"));
    }

    private static Uri Parse(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new UriFormatException($"{name} is '{text}', which is no http or https address.");
}
