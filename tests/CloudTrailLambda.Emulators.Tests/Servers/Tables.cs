using System.Net.Http.Headers;

namespace CloudTrailLambda.Emulators.Tests.Servers;

/// <summary>Calls of DynamoDB without a client.</summary>
internal static class Tables
{
    private static readonly HttpClient Http = new();

    public static async Task<string> ListAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("{}") };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ListTables");
        request.Headers.TryAddWithoutValidation("Authorization", TestAuthorization.For("dynamodb"));
        using var answer = await Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}
