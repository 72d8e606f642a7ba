using System.Collections.Frozen;
using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Every modifier of the Sigma modifiers appendix 2.1, by what it does.</summary>
internal static class ModifierNames
{
    public static FrozenDictionary<string, ComparisonOperator> Comparisons { get; } = new Dictionary<string, ComparisonOperator>
    {
        ["lt"] = ComparisonOperator.Less,
        ["lte"] = ComparisonOperator.LessOrEqual,
        ["gt"] = ComparisonOperator.Greater,
        ["gte"] = ComparisonOperator.GreaterOrEqual,
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, DatePart> DateParts { get; } = new Dictionary<string, DatePart>
    {
        ["minute"] = DatePart.Minute,
        ["hour"] = DatePart.Hour,
        ["day"] = DatePart.Day,
        ["week"] = DatePart.Week,
        ["month"] = DatePart.Month,
        ["year"] = DatePart.Year,
    }.ToFrozenDictionary();

    public static FrozenSet<string> Transforms { get; } = FrozenSet.Create<string>(
        "contains", "startswith", "endswith", "windash", "base64", "base64offset", "utf16", "utf16le", "utf16be", "wide");

    /// <summary>The flags of <c>re</c>; the long names are pySigma's.</summary>
    public static FrozenDictionary<string, RegexOptions> RegexFlags { get; } = new Dictionary<string, RegexOptions>
    {
        ["i"] = RegexOptions.IgnoreCase,
        ["ignorecase"] = RegexOptions.IgnoreCase,
        ["m"] = RegexOptions.Multiline,
        ["multiline"] = RegexOptions.Multiline,
        ["s"] = RegexOptions.Singleline,
        ["dotall"] = RegexOptions.Singleline,
    }.ToFrozenDictionary();

    public static FrozenSet<string> Kinds { get; } =
        FrozenSet.Create<string>(["re", "cidr", "exists", "fieldref", .. Comparisons.Keys, .. DateParts.Keys]);

    public static FrozenSet<string> All { get; } =
        FrozenSet.Create<string>([.. Kinds, .. Transforms, .. RegexFlags.Keys, "all", "cased", "neq", "expand"]);
}
