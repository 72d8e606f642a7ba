using CloudTrailLambda.Aws.Signing;

namespace CloudTrailLambda.Aws.Tests.Signing;

public sealed class AwsEndpointTests
{
    [Theory]
    [InlineData("eu-west-1", "https://sns.eu-west-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", "https://sns.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://sns.cn-north-1.amazonaws.com.cn/")]
    [InlineData("xx-new-9", "https://sns.xx-new-9.amazonaws.com/")]
    public void The_service_is_called_in_its_region(string region, string url)
    {
        var endpoint = AwsEndpoint.Of("sns", region, "SNS", _ => null);

        Assert.Equal(new AwsEndpoint("sns", region, new Uri(url)), endpoint);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_SNS=http://a:1;AWS_ENDPOINT_URL=http://b:2", "http://a:1/")]
    [InlineData("AWS_ENDPOINT_URL_SQS=http://a:1;AWS_ENDPOINT_URL=http://b:2", "http://b:2/")]
    [InlineData("AWS_ENDPOINT_URL_SNS=;AWS_ENDPOINT_URL=https://b/path", "https://b/path")]
    [InlineData("AWS_ENDPOINT_URL=http://b:2;AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "https://sns.eu-west-1.amazonaws.com/")]
    public void Variables_name_another_address_the_special_one_first(string variables, string url) =>
        Assert.Equal(url, AwsEndpoint.Of("sns", "eu-west-1", "SNS", Environment(variables)).Url.AbsoluteUri);

    [Theory]
    [InlineData("localhost:4566")]
    [InlineData("file:///etc/passwd")]
    public void What_is_no_address_is_refused_by_the_variables_name(string text)
    {
        var e = Assert.Throws<UriFormatException>(() => AwsEndpoint.Of("sns", "eu-west-1", "SNS", Environment($"AWS_ENDPOINT_URL={text}")));

        Assert.Equal($"AWS_ENDPOINT_URL is '{text}', which is no http or https address.", e.Message);
    }

    private static Func<string, string?> Environment(string variables)
    {
        var values = variables.Split(';').Select(variable => variable.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return name => values.GetValueOrDefault(name);
    }
}
