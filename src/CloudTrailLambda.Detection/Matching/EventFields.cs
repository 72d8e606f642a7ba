using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>The fields that the pipeline itself reads of a record, as slots of the matcher.</summary>
public sealed class EventFields
{
    /// <summary>What most rules test for exact texts, the most selective first: five of CloudTrail's, one of Config's, one of GuardDuty's.</summary>
    private static readonly string[] IndexFields = ["eventName", "errorCode", "eventSource", "userIdentity.type", "eventType", "resourceType", "type"];

    private readonly EventPlaces[] _places;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    /// <summary>Compiles the rules so that these fields, and others, can be read of each record.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="others">Further field paths.</param>
    public EventFields(RuleSet rules, IEnumerable<string> others)
    {
        var paths = new List<string>();
        foreach (var source in LogSources.All) _ = new EventPlaces(source, Note);
        foreach (var other in others) Note(other);
        string[] distinct = [.. paths.Distinct(StringComparer.Ordinal)];
        Matcher = RuleMatcher.Compile(rules, LogSources.Records, IndexFields, distinct, out var slots);
        for (var i = 0; i < distinct.Length; i++) _slots.Add(distinct[i], slots[i].Index);
        _places = LogSources.All.Select(source => new EventPlaces(source, path => this[path])).ToArray();

        FieldSlot Note(string path)
        {
            paths.Add(path);
            return default;
        }
    }

    /// <summary>The rules with these fields.</summary>
    public RuleMatcher Matcher { get; }

    /// <summary>The slot of a path that was asked for besides.</summary>
    internal FieldSlot this[string path] => new(_slots[path]);

    /// <summary>Where to look in records of a source.</summary>
    internal EventPlaces Of(int source) => _places[source];
}
