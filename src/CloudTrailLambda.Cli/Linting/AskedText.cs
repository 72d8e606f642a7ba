using System.IO.Enumeration;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Cli.Linting;

/// <summary>A text, with wildcards or without, that a rule asks a field for.</summary>
internal sealed record AskedText(TextPattern Pattern, bool IsCased)
{
    private static readonly string[] Special = [@"\", "*", "?"];

    /// <summary>The text; <see langword="null"/> if it has wildcards.</summary>
    public string? Literal => Pattern.Literal;

    /// <summary>The longest run of characters without wildcards: what of it stands in the rule's file, however it is written there.</summary>
    public string Longest => Pattern.Parts.OfType<PatternPart.Literal>().Select(part => part.Text).MaxBy(text => text.Length) ?? "";

    /// <summary>The whole as Sigma writes it.</summary>
    public string Expression { get; } = string.Concat(Pattern.Parts.Select(part => part switch
    {
        PatternPart.Literal literal => Special.Aggregate(literal.Text, (text, special) => text.Replace(special, $@"\{special}", StringComparison.Ordinal)),
        PatternPart.AnyOne => "?",
        _ => "*",
    }));

    public bool Fits(string text) => FileSystemName.MatchesSimpleExpression(Expression, text, ignoreCase: !IsCased);
}
