using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CloudTrailLambda.Emulators.Tests.Proxying;

/// <summary>A request as the upstream got it.</summary>
internal sealed record Received(string Method, string Target, Dictionary<string, string> Headers, byte[] Body)
{
    public static async Task<Received> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new Received(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers, body.ToArray());
    }
}
