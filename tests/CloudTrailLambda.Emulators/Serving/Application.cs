using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CloudTrailLambda.Emulators.Serving;

/// <summary>What Kestrel calls for each request.</summary>
internal sealed class Application(RequestDelegate answer) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await answer(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            // The body is too large or breaks off; the status says which.
            context.Response.StatusCode = exception.StatusCode;
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
