using System.Text.Json.Nodes;

namespace CloudTrailLambda.Infra.Tests.Synthesis;

/// <summary>A resource of a template.</summary>
internal sealed record Resource(string Id, JsonObject Json)
{
    public string Type => Json[nameof(Type)]!.GetValue<string>();

    public bool IsRetained => Json["DeletionPolicy"]?.GetValue<string>() == "Retain" && Json["UpdateReplacePolicy"]?.GetValue<string>() == "Retain";

    public IEnumerable<string> DependsOn => Json[nameof(DependsOn)]?.AsArray().Select(id => id!.GetValue<string>()) ?? [];

    public string Arn => $"${{{Id}.Arn}}";

    public string Ref => $"${{{Id}}}";

    /// <summary>The property at a path such as <c>Code.S3Key</c> or <c>Rules.0.Name</c>; null if it is not there.</summary>
    public JsonNode? this[string path] => path.Split('.').Aggregate((JsonNode?)Json["Properties"], (node, part) => node switch
    {
        JsonArray items => int.Parse(part) < items.Count ? items[int.Parse(part)] : null,
        JsonObject fields => fields[part],
        _ => null,
    });

    public string Text(string path) => this[path]?.ToString() ?? throw new InvalidOperationException($"{Id} has no {path}: {Json.ToJsonString()}");

    public int Number(string path) => this[path]!.GetValue<int>();

    public bool IsTrue(string path) => this[path]?.GetValue<bool>() == true;

    /// <summary>The statements of all policies in it.</summary>
    public IEnumerable<Statement> Statements => Find(Json["Properties"]);

    public Statement Statement(string sid) => Assert.Single(Statements, statement => statement.Sid == sid);

    private IEnumerable<Statement> Find(JsonNode? node) => node switch
    {
        JsonObject fields when fields.ContainsKey("Effect") => [new Statement(this, fields)],
        JsonObject fields => fields.SelectMany(field => Find(field.Value)),
        JsonArray items => items.SelectMany(Find),
        _ => [],
    };
}
