using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>
/// A finding with short texts. A message has a greatest size, and one that does not fit is an alert that nobody gets; so every text and
/// every list is bounded, whoever wrote it.
/// </summary>
internal static class BoundedFinding
{
    private const int MaxTags = 10;
    private const int MaxTagLength = 64;

    // A path that the rule's author wrote; the longest of CloudTrail's have fewer than a hundred characters.
    private const int MaxFieldLength = 128;

    public static Finding Of(Finding finding) => finding with
    {
        Key = finding.Key with
        {
            AccountId = AlertText.Data(finding.Key.AccountId),
            Group = new FindingGroup([.. finding.Key.Group.Select(field => new GroupField(AlertText.Data(field.Field, MaxFieldLength), field.Value is null ? null : AlertText.Data(field.Value)))]),
        },
        Rule = new FindingRule(
            AlertText.Data(finding.Rule.Id), AlertText.Data(finding.Rule.Title), finding.Rule.Severity, Tags(finding.Rule.Techniques), Tags(finding.Rule.Tactics)),
        Activity = finding.Activity with
        {
            Actor = finding.Activity.Actor is { } actor ? AlertText.Data(actor) : null,
            SourceAddresses = Values(finding.Activity.SourceAddresses),
            EventNames = Values(finding.Activity.EventNames),
            Regions = Values(finding.Activity.Regions),
        },
    };

    private static string[] Tags(IReadOnlyList<string> tags) => [.. tags.Take(MaxTags).Select(tag => AlertText.Data(tag, MaxTagLength))];

    private static BoundedSet Values(BoundedSet values) => BoundedSet.Of(values.Select(value => AlertText.Data(value)), values.HasMore);
}
