using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CloudTrailLambda.Emulators.RuntimeApi;

/// <summary>What the Runtime API answers to a report of the function: a status and a small JSON object.</summary>
internal sealed record Reply(int Status, string Body)
{
    public static Reply Accepted { get; } = new(StatusCodes.Status202Accepted, """{"status":"OK"}""");

    public static Reply Error(int status, string type, string message) =>
        new(status, JsonSerializer.Serialize(new { errorMessage = message, errorType = type }));

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Body, context.RequestAborted);
    }
}
