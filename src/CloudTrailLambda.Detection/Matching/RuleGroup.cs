using System.Text.Json;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>Makes a finding's group of as many fields as a rule names.</summary>
internal static class RuleGroup
{
    /// <summary>
    /// A finding has a limited number of fields. Those past it stand together in the last one, as a JSON array: to refuse them while
    /// records are matched would end the run, and to drop them would put different groups into one finding.
    /// </summary>
    public static FindingGroup Of(IReadOnlyList<GroupField> fields)
    {
        if (fields.Count <= FindingLimits.MaxGroupFields) return new FindingGroup(fields);
        var rest = fields.Skip(FindingLimits.MaxGroupFields - 1).ToArray();
        var together = new GroupField(string.Join('+', rest.Select(field => field.Field)), JsonSerializer.Serialize(rest.Select(field => field.Value)));
        return new FindingGroup([.. fields.Take(FindingLimits.MaxGroupFields - 1), together]);
    }
}
