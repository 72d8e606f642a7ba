using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>
/// A rule set made ready for the logs that are read: compiled, with the fields that findings and correlations need, and with what a
/// finding says of each rule. Immutable; one for a whole run or the life of a process.
/// </summary>
public sealed class DetectionRules
{
    private readonly bool[] _isEvaluated;
    private readonly FindingRule[] _rules;
    private readonly FindingRule[] _correlations;
    private readonly NewValueWatching?[] _watching;

    /// <summary>Compiles the rules.</summary>
    public DetectionRules(RuleSet ruleSet)
    {
        RuleSet = ruleSet;
        _isEvaluated = ruleSet.Rules.Select(rule => LogSources.Records.Know(rule.Header.LogSource)).ToArray();
        _rules = ruleSet.Rules.Select(rule => ToFindingRule(rule.Header)).ToArray();
        _correlations = ruleSet.Correlations.Select(correlation => ToFindingRule(correlation.Header)).ToArray();
        var groupFields = ruleSet.Rules.SelectMany(rule => rule.Header.Custom.GroupBy);
        Observing = new ObservationPlan(ruleSet.Correlations, ruleSet.Rules.Count);
        Fields = new EventFields(ruleSet, groupFields.Concat(new CorrelationFields(ruleSet.Correlations).Paths));
        _watching = [.. ruleSet.Rules.Select((_, rule) => Observing.NewValuesOf(rule) is { } watched
            ? new NewValueWatching([.. watched.Paths.Select(path => Fields[path])], [.. watched.Timespans])
            : null)];
    }

    /// <summary>The rules as loaded.</summary>
    public RuleSet RuleSet { get; }

    /// <summary>Titles of rules that are for other log sources and are not evaluated here.</summary>
    public IEnumerable<string> NotEvaluated => RuleSet.Rules.Where((_, i) => !_isEvaluated[i]).Select(rule => rule.Header.Title);

    internal EventFields Fields { get; }

    internal ObservationPlan Observing { get; }

    /// <summary>What is asked of a rule's matches when they are watched for new values only; null when for something else, or not at all.</summary>
    internal NewValueWatching? Watching(int rule) => _watching[rule];

    internal bool IsEvaluated(int rule) => _isEvaluated[rule];

    internal FindingRule Rule(int rule) => _rules[rule];

    internal FindingRule Correlation(int correlation) => _correlations[correlation];

    /// <summary>Which finding a match belongs to: the rule's grouping, or else the actor and the hour.</summary>
    internal FindingKey KeyOf(int rule, FindingEvent @event, EventReader reader)
    {
        var custom = RuleSet.Rules[rule].Header.Custom;
        var group = custom.GroupBy.Count == 0
            ? new FindingGroup(new GroupField("actor", @event.Actor))
            : new FindingGroup(custom.GroupBy.Select(path => new GroupField(path, reader.Values(path) is { Count: > 0 } values ? string.Join(',', values) : null)).ToArray());
        return new FindingKey(_rules[rule].Id, reader.AccountId(), group, FindingWindow.Containing(@event.EventTime, custom.Window ?? FindingWindow.DefaultLength));
    }

    /// <summary>A rule's id in its findings. Public rules all have one. One's own draft may not, and its title is then what stays the same.</summary>
    internal static string IdOf(RuleHeader header) => header.Id ?? $"title:{header.Title}";

    private static FindingRule ToFindingRule(RuleHeader header) => new(
        IdOf(header), header.Title, (Severity)header.Level, [.. header.Techniques], [.. header.Tactics]);
}

/// <summary>What those who look for new values ask of a match.</summary>
/// <param name="Fields">The fields whose values they remember or group by.</param>
/// <param name="Timespans">For how long.</param>
internal sealed record NewValueWatching(FieldSlot[] Fields, TimeSpan[] Timespans);
