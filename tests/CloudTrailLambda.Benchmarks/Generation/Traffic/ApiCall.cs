using System.Text;
using CloudTrailLambda.Benchmarks.Generation.Templates;

namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>One call of an API. The texts are JSON with placeholders.</summary>
/// <param name="Service">The start of <c>eventSource</c>: <c>sts</c> for sts.amazonaws.com.</param>
/// <param name="Name">The <c>eventName</c>.</param>
/// <param name="Weight">How often it is made, relative to the other calls of its traffic.</param>
internal sealed record ApiCall(string Service, string Name, int Weight = 10)
{
    private static readonly string[] ReadVerbs =
        ["Get", "List", "Describe", "Head", "BatchGet", "Lookup", "Decrypt", "GenerateDataKey", "AssumeRole", "Query"];

    public string Request { get; init; } = "null";

    public string Response { get; init; } = "null";

    /// <summary><c>additionalEventData</c>, or null: none.</summary>
    public string? Additional { get; init; }

    /// <summary><c>resources</c>, or null: none.</summary>
    public string? Resources { get; init; }

    /// <summary><c>errorCode</c>, a pattern, or null: the call succeeded.</summary>
    public string? ErrorCode { get; init; }

    public string ErrorMessage { get; init; } = "";

    public string EventType { get; init; } = "AwsApiCall";

    /// <summary>Further members of the record, each with a comma after it.</summary>
    public string Extra { get; init; } = "";

    /// <summary>A data event rather than a management event.</summary>
    public bool IsData { get; init; }

    /// <summary>Logged in us-east-1, whatever region it is called from.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>The whole record of this call by <paramref name="actor"/>.</summary>
    public JsonTemplate Compile(Actor actor)
    {
        var json = new StringBuilder("""{"eventVersion":"<pick 1.08|1.09|1.10|1.11|1.11|1.11>",""");
        if (actor.Identity is not null)
        {
            json.Append($"\"userIdentity\":{actor.Identity},");
        }

        json.Append($$"""
            "eventTime":"<time>","eventSource":"{{Service}}.amazonaws.com","eventName":"{{Name}}",
            "awsRegion":"<region>","sourceIPAddress":"{{actor.Address}}","userAgent":"{{actor.Agent}}",
            """);
        if (ErrorCode is not null)
        {
            json.Append($$""" "errorCode":"{{ErrorCode}}","errorMessage":"{{ErrorMessage}}", """);
        }

        json.Append($$""" "requestParameters":{{Request}},"responseElements":{{Response}}, """);
        AppendIfAny(json, "additionalEventData", Additional);
        var readOnly = Array.Exists(ReadVerbs, verb => Name.StartsWith(verb, StringComparison.Ordinal));
        json.Append($$""" "requestID":"<request id>","eventID":"<uuid>","readOnly":{{Json(readOnly)}}, """);
        AppendIfAny(json, "resources", Resources);
        json.Append($$"""
            "eventType":"{{EventType}}",{{Extra}}"managementEvent":{{Json(!IsData)}},
            "recipientAccountId":"<account>","eventCategory":"{{(IsData ? "Data" : "Management")}}"
            """);
        if (actor.UsesTls)
        {
            json.Append($$"""
                ,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",
                "clientProvidedHostHeader":"{{Service}}.{{(IsGlobal ? "" : "<region>.")}}amazonaws.com"}
                """);
        }

        return new JsonTemplate(json.Append('}').ToString());
    }

    private static void AppendIfAny(StringBuilder json, string name, string? value)
    {
        if (value is not null)
        {
            json.Append($"\"{name}\":{value},");
        }
    }

    private static string Json(bool value) => value ? "true" : "false";
}
