using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Cli.Linting;

/// <summary>
/// Warns of event sources that CloudTrail does not have, and of event names that their source does not have: such a rule never matches, and
/// nothing else would say so.
/// </summary>
internal sealed class EventLint(KnownEvents known)
{
    private readonly RuleTexts _texts = new();

    /// <summary>Warnings for the rules that are written for CloudTrail, in their order, those that only feed correlations as well.</summary>
    public IEnumerable<Diagnostic> Check(RuleSet rules) => rules.Rules.Where(rule => IsForCloudTrail(rule.Header.LogSource)).SelectMany(Check);

    private static bool IsForCloudTrail(LogSource source) =>
        string.Equals(source.Product, "aws", StringComparison.OrdinalIgnoreCase) && string.Equals(source.Service, "cloudtrail", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<Diagnostic> Check(SigmaRule rule)
    {
        var asked = new AskedEvents(rule.Condition);
        foreach (var source in asked.Sources.Distinct().Where(source => !known.SourcesLike(source).Any()))
        {
            if (_texts.PlaceOf(source, rule.Header) is { } place) yield return new Diagnostic(DiagnosticSeverity.Warning, place, $"CloudTrail has no eventSource '{source.Expression}'", Hint(source, known.Sources));
        }

        foreach (var (name, sources) in asked.Events.DistinctBy(e => (e.Name, string.Join(' ', e.Sources.Select(source => source.Expression)))))
        {
            if (Check(name, sources) is { } problem && _texts.PlaceOf(name, rule.Header) is { } place)
                yield return new Diagnostic(DiagnosticSeverity.Warning, place, problem.Message, problem.Hint);
        }
    }

    private (string Message, string Hint)? Check(AskedText name, IReadOnlyList<AskedText> asked)
    {
        var sources = asked.Count == 0 ? [.. known.Sources] : asked.SelectMany(known.SourcesLike).Distinct(StringComparer.Ordinal).ToArray();
        // An unknown source has a warning of its own; one without a list has every event, where the rule names it.
        if (sources.Length == 0 || sources.Any(source => known.IsOpen(source) ? asked.Count > 0 : known.Has(source, name))) return null;
        var owner = asked.Count == 0 ? "no event source" : string.Join(" or ", asked.Select(source => $"'{source.Expression}'"));
        var others = known.SourcesWith(name).Take(3).ToArray();
        return (
            asked.Count == 0 ? $"no event source has an event '{name.Expression}'" : $"{owner} has no event '{name.Expression}'",
            others.Length > 0 ? $"it is one of {string.Join(", ", others)}" : Hint(name, sources.SelectMany(known.NamesOf)));
    }

    private string Hint(AskedText asked, IEnumerable<string> words) => asked.Literal is { } text && Suggestion.Closest(text, words) is { } closest
        ? $"did you mean '{closest}'?"
        : $"known events are those of {known.Date}";
}
