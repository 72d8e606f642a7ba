using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>
/// Every modifier of the Sigma modifiers appendix 2.1, by what it does. Switches and short arrays: a table for each kind of value would
/// be compiled at every start, and rules have few modifiers.
/// </summary>
internal static class ModifierNames
{
    private static readonly string[] Comparisons = ["lt", "lte", "gt", "gte"];
    private static readonly string[] DateParts = ["minute", "hour", "day", "week", "month", "year"];
    private static readonly string[] Flags = ["i", "ignorecase", "m", "multiline", "s", "dotall"];

    public static string[] Transforms { get; } = ["contains", "startswith", "endswith", "windash", "base64", "base64offset", "utf16", "utf16le", "utf16be", "wide"];

    public static string[] Kinds { get; } = ["re", "cidr", "exists", "fieldref", .. Comparisons, .. DateParts];

    public static string[] All { get; } = [.. Kinds, .. Transforms, .. Flags, "all", "cased", "neq", "expand"];

    public static ComparisonOperator? ComparisonOf(string modifier) => modifier switch
    {
        "lt" => ComparisonOperator.Less,
        "lte" => ComparisonOperator.LessOrEqual,
        "gt" => ComparisonOperator.Greater,
        "gte" => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };

    public static DatePart? DatePartOf(string modifier) => modifier switch
    {
        "minute" => DatePart.Minute,
        "hour" => DatePart.Hour,
        "day" => DatePart.Day,
        "week" => DatePart.Week,
        "month" => DatePart.Month,
        "year" => DatePart.Year,
        _ => null,
    };

    /// <summary>The flags of <c>re</c>; the long names are pySigma's.</summary>
    public static RegexOptions? RegexFlagOf(string modifier) => modifier switch
    {
        "i" or "ignorecase" => RegexOptions.IgnoreCase,
        "m" or "multiline" => RegexOptions.Multiline,
        "s" or "dotall" => RegexOptions.Singleline,
        _ => null,
    };

    public static bool IsDatePart(string modifier) => DatePartOf(modifier) is not null;

    public static bool IsComparison(string modifier) => ComparisonOf(modifier) is not null;

    public static bool IsRegexFlag(string modifier) => RegexFlagOf(modifier) is not null;
}
