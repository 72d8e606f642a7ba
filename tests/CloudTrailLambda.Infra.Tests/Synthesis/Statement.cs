using System.Text.Json.Nodes;

namespace CloudTrailLambda.Infra.Tests.Synthesis;

/// <summary>A statement of a policy.</summary>
internal sealed record Statement(Resource Holder, JsonObject Json)
{
    public string Sid => Json[nameof(Sid)]?.GetValue<string>() ?? "";

    public bool IsAllow => Json["Effect"]!.GetValue<string>() == "Allow";

    public IReadOnlyList<string> Actions => List(Json["Action"]);

    /// <summary>Empty in the policy that says who may assume a role: there the resource is the role.</summary>
    public IReadOnlyList<string> Resources => List(Json["Resource"]);

    /// <summary>As <c>AWS:…</c> or <c>Service:…</c>; empty in a policy of an identity.</summary>
    public IReadOnlyList<string> Principals => Json["Principal"] is JsonObject kinds
        ? [.. kinds.SelectMany(kind => List(kind.Value).Select(name => $"{kind.Key}:{name}"))]
        : List(Json["Principal"]);

    /// <summary>As <c>operator key = value</c>, in order.</summary>
    public IReadOnlyList<string> Conditions =>
    [
        .. (Json["Condition"]?.AsObject() ?? []).SelectMany(test => test.Value!.AsObject().Select(key => $"{test.Key} {key.Key} = {key.Value}")).Order(StringComparer.Ordinal),
    ];

    private static string[] List(JsonNode? node) => node switch
    {
        null => [],
        JsonArray items => [.. items.Select(item => item!.GetValue<string>())],
        _ => [node.GetValue<string>()],
    };
}
