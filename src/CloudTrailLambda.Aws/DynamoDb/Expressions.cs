using Amazon.DynamoDBv2.Model;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Expressions over attributes. Every name goes by a placeholder: half of the plain words are reserved in DynamoDB.</summary>
internal static class Expressions
{
    /// <summary>A projection to some attributes, and its names.</summary>
    public static (string Expression, Dictionary<string, string> Names) Projection(IReadOnlyList<string> attributes) =>
        (string.Join(", ", attributes.Select(name => "#" + name)), Names(attributes));

    /// <summary>Placeholders by which the attributes go: <c>#</c> and the name.</summary>
    public static Dictionary<string, string> Names(params IEnumerable<string> attributes) => attributes.ToDictionary(name => "#" + name);

    /// <summary>An update that sets what has a value and removes what has none; its values are <c>:</c> and the name.</summary>
    public static string Update(IReadOnlyList<(string Name, AttributeValue? Value)> changes)
    {
        var set = string.Join(", ", changes.Where(change => change.Value is not null).Select(change => $"#{change.Name} = :{change.Name}"));
        var removed = string.Join(", ", changes.Where(change => change.Value is null).Select(change => "#" + change.Name));
        return (set.Length == 0 ? "" : $"SET {set} ") + (removed.Length == 0 ? "" : $"REMOVE {removed}");
    }

    /// <summary>The values of such an update.</summary>
    public static Dictionary<string, AttributeValue> Values(IReadOnlyList<(string Name, AttributeValue? Value)> changes) =>
        changes.Where(change => change.Value is not null).ToDictionary(change => ":" + change.Name, change => change.Value!);
}
