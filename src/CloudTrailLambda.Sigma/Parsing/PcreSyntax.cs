using System.Text;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Sigma's regular expressions are PCRE's. Where .NET spells the same thing otherwise, this respells it.</summary>
internal static class PcreSyntax
{
    private const string NamedGroup = "(?P<";

    /// <summary><c>\_</c> is an underscore (.NET knows no such escape), and <c>(?P&lt;name&gt;</c> a named group.</summary>
    public static string ToDotNet(string pattern)
    {
        var respelled = new StringBuilder(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                i++;
                respelled.Append(pattern[i] == '_' ? "_" : $"\\{pattern[i]}");
            }
            else if (pattern.AsSpan(i).StartsWith(NamedGroup, StringComparison.Ordinal))
            {
                respelled.Append("(?<");
                i += NamedGroup.Length - 1;
            }
            else
            {
                respelled.Append(pattern[i]);
            }
        }

        return respelled.ToString();
    }
}
