using System.Text.RegularExpressions;

namespace CloudTrailLambda.Sigma.Yaml;

/// <summary>
/// Types plain scalars by the YAML 1.2 core schema (yaml.org/spec/1.2.2, chapter 10.3).
/// YAML 1.1 would read <c>MFAUsed: No</c> as false and <c>12:30</c> as 750, and so change what a rule says.
/// </summary>
internal static partial class CoreSchema
{
    public static ScalarType TypeOf(string text, bool isPlain)
    {
        if (!isPlain) return ScalarType.Text;
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => ScalarType.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarType.Boolean,
            _ => NumberPattern().IsMatch(text) ? ScalarType.Number : ScalarType.Text,
        };
    }

    // Hexadecimal and octal integers are left out on purpose: a rule that says 0x1F means those characters,
    // and a record never holds a number written so.
    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberPattern();
}
