using System.Globalization;
using System.Xml.Linq;

namespace CloudTrailLambda.Emulators;

/// <summary>
/// Calls moto about users and topics, for which there are no clients of the SDK's here. The signature is no signature: these calls are
/// made before any is looked at.
/// </summary>
/// <param name="url">moto's endpoint.</param>
public sealed class MotoAccount(string url)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Makes a user with an access key: two calls.</summary>
    public async Task<(string KeyId, string Secret)> MakeUserAsync(string name)
    {
        await CallAsync("iam", "2010-05-08", ("Action", "CreateUser"), ("UserName", name));
        var made = await CallAsync("iam", "2010-05-08", ("Action", "CreateAccessKey"), ("UserName", name));
        return (Value(made, "AccessKeyId"), Value(made, "SecretAccessKey"));
    }

    /// <summary>Allows a user these actions everywhere: one call.</summary>
    public Task AllowAsync(string user, string action) => CallAsync("iam", "2010-05-08",
        ("Action", "PutUserPolicy"), ("UserName", user), ("PolicyName", "all"),
        ("PolicyDocument", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]}"""));

    /// <summary>Makes a topic and returns its ARN: one call.</summary>
    public async Task<string> MakeTopicAsync(string name) => Value(await CallAsync("sns", "2010-03-31", ("Action", "CreateTopic"), ("Name", name)), "TopicArn");

    /// <summary>Subscribes a queue: one call.</summary>
    public Task SubscribeAsync(string topicArn, string queueArn, string? filterPolicy = null)
    {
        List<(string, string)> parameters = [("Action", "Subscribe"), ("TopicArn", topicArn), ("Protocol", "sqs"), ("Endpoint", queueArn)];
        if (filterPolicy is not null) parameters.AddRange([("Attributes.entry.1.key", "FilterPolicy"), ("Attributes.entry.1.value", filterPolicy)]);
        return CallAsync("sns", "2010-03-31", [.. parameters]);
    }

    /// <summary>Any call of a Query API: one call.</summary>
    /// <exception cref="InvalidOperationException">moto refused it; the message holds its answer.</exception>
    public async Task<XDocument> CallAsync(string service, string version, params (string Name, string Value)[] parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent([new("Version", version), .. parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))]),
        };
        var scope = string.Create(CultureInfo.InvariantCulture, $"{TestCredentials.AccessKeyId}/20261014/{TestCredentials.Region}/{service}/aws4_request");
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00");
        using var response = await Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"moto refused: {body}");
        return XDocument.Parse(body);
    }

    private static string Value(XDocument answer, string name) => answer.Descendants().Single(element => element.Name.LocalName == name).Value;
}
