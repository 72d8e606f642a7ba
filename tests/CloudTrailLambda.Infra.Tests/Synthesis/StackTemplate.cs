using System.Text.Json.Nodes;

namespace CloudTrailLambda.Infra.Tests.Synthesis;

/// <summary>A CloudFormation template, with its functions written out: <c>${Id}</c> for a reference, <c>${Id.Attribute}</c> for an attribute.</summary>
internal sealed class StackTemplate
{
    private readonly JsonObject _root;

    public StackTemplate(string file)
    {
        File = file;
        _root = JsonNode.Parse(System.IO.File.ReadAllText(file))!.AsObject();
        Resources = _root[nameof(Resources)]!.AsObject().Select(property => new Resource(property.Key, Plain(property.Value)!.AsObject())).ToArray();
        Outputs = _root[nameof(Outputs)]!.AsObject().ToDictionary(property => property.Key, property => Plain(property.Value)!["Value"]!.GetValue<string>(), StringComparer.Ordinal);
    }

    public string File { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public IReadOnlyDictionary<string, string> Outputs { get; }

    public IEnumerable<Resource> All(string type) => Resources.Where(resource => resource.Type == type);

    public Resource Only(string type) => Assert.Single(All(type));

    /// <summary>The one whose id says what it is.</summary>
    public Resource Only(string type, string idStart) => Assert.Single(All(type), resource => resource.Id.StartsWith(idStart, StringComparison.Ordinal));

    /// <summary>Writes out the functions that the framework uses: Ref, Fn::GetAtt, Fn::Join and Fn::Sub.</summary>
    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } single when Written(single.Single()) is { } text => text,
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Plain(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Plain)]),
        _ => node?.DeepClone(),
    };

    private static string? Written(KeyValuePair<string, JsonNode?> function) => function.Key switch
    {
        "Ref" => $"${{{function.Value!.GetValue<string>()}}}",
        "Fn::GetAtt" => $"${{{string.Join('.', function.Value!.AsArray().Select(part => part!.GetValue<string>()))}}}",
        "Fn::Join" => string.Join(function.Value![0]!.GetValue<string>(), function.Value[1]!.AsArray().Select(part => Plain(part)!.GetValue<string>())),
        "Fn::Sub" => function.Value!.GetValue<string>(),
        _ => null,
    };
}
