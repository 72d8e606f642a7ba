using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>
/// Reads a condition: <c>not</c> binds tighter than <c>and</c>, <c>and</c> tighter than <c>or</c>;
/// <c>1 of x*</c> and <c>all of them</c> bind tightest. A list of conditions is joined with "or".
/// </summary>
internal sealed class ConditionParser(DiagnosticLog log, IReadOnlyDictionary<string, Condition> identifiers)
{
    /// <summary>Identifiers may be named again and again; what they come to together is bounded.</summary>
    private const int MaxLeaves = 100_000;

    private readonly Dictionary<string, int> _sizes = identifiers.ToDictionary(pair => pair.Key, pair => LeafCount(pair.Value), StringComparer.Ordinal);
    private int _leafCount;

    public Condition? Parse(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { Type: not ScalarType.Null } scalar:
                return ParseText(scalar);
            case YamlList { Items.Count: > 0 } list when list.Items.All(item => item is YamlScalar { IsNull: false }):
                var parts = list.Items.Select(item => ParseText((YamlScalar)item)).ToArray();
                return parts.Contains(null) ? null : Condition.AnyOf(parts!);
            default:
                log.Error(node, "the condition is text or a list of texts", "condition: selection and not filter");
                return null;
        }
    }

    private Condition? ParseText(YamlScalar scalar) => BooleanExpression<Condition>.Parse(scalar, log, new(ParseOperand, Condition.AllOf, Condition.AnyOf, part => new Condition.Not(part)));

    private Condition? ParseOperand(Operand operand) =>
        operand.Quantifier is null ? Identifier(operand) : Quantified(operand);

    private Condition? Identifier(Operand operand)
    {
        if (identifiers.TryGetValue(operand.Name, out var condition)) return IsWithinBounds(operand, [operand.Name]) ? condition : null;
        log.Error(operand.Location, $"the condition names '{operand.Name}', which is not defined", identifiers.Count == 0 ? "the detection defines no search identifier" : Suggestion.For(operand.Name, identifiers.Keys));
        return null;
    }

    private Condition? Quantified(Operand operand)
    {
        // "Identifiers that begin with an underscore are left out of `them`" (Sigma rules specification).
        var named = identifiers.Where(pair => operand.Name == "them" ? !pair.Key.StartsWith('_') : FitsPattern(pair.Key, operand.Name))
            .ToArray();
        if (named.Length == 0)
        {
            log.Error(operand.Location, $"'{operand.Quantifier} of {operand.Name}' names no search identifier", identifiers.Count == 0 ? "the detection defines none" : Suggestion.For(operand.Name, identifiers.Keys));
            return null;
        }

        if (!IsWithinBounds(operand, named.Select(pair => pair.Key))) return null;
        var conditions = named.Select(pair => pair.Value).ToArray();
        return operand.Quantifier == "all" ? Condition.AllOf(conditions) : Condition.AnyOf(conditions);
    }

    private bool IsWithinBounds(Operand operand, IEnumerable<string> names)
    {
        _leafCount += names.Sum(name => _sizes[name]);
        if (_leafCount <= MaxLeaves) return true;
        log.Error(operand.Location, $"with all that it names, the condition comes to more than {MaxLeaves} tests", "split the rule");
        return false;
    }

    private static int LeafCount(Condition condition) => condition switch
    {
        Condition.All all => all.Parts.Sum(LeafCount),
        Condition.Any any => any.Parts.Sum(LeafCount),
        Condition.Not not => LeafCount(not.Part),
        _ => 1,
    };

    // Identifier patterns know only `*`, and case counts.
    private static bool FitsPattern(string name, string pattern)
    {
        var pieces = pattern.Split('*');
        if (pieces.Length == 1) return name == pattern;
        if (!name.StartsWith(pieces[0], StringComparison.Ordinal)) return false;
        var position = pieces[0].Length;
        foreach (var piece in pieces[1..^1])
        {
            var found = name.IndexOf(piece, position, StringComparison.Ordinal);
            if (found < 0) return false;
            position = found + piece.Length;
        }

        return name.Length - position >= pieces[^1].Length && name.EndsWith(pieces[^1], StringComparison.Ordinal);
    }
}
