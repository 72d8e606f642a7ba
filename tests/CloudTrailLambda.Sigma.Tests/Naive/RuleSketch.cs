using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Tests.Naive;

/// <summary>
/// A random rule that can be written as a rule file and, by the shortest way, as the condition that the file must mean.
/// </summary>
internal sealed class RuleSketch
{
    private readonly Random _random;
    private readonly RandomRecords _records;
    private readonly RandomConditions _conditions;
    private readonly List<(string Name, string Yaml, Condition Meaning)> _identifiers = [];
    private readonly (string Text, Condition Meaning) _condition;

    public RuleSketch(Random random, RandomRecords records)
    {
        (_random, _records, _conditions) = (random, records, new RandomConditions(random, records));
        foreach (var name in (string[])["selection_a", "selection_b", "filter_main", "_hidden"])
        {
            var maps = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Map()).ToArray();
            var yaml = string.Concat(maps.Select(map => $"    - {{{map.Yaml}}}\n"));
            _identifiers.Add((name, yaml, new Condition.Any(maps.Select(map => map.Meaning).ToArray())));
        }

        _condition = Expression(depth: 0);
    }

    public Condition Condition() => _condition.Meaning;

    public string Yaml()
    {
        var yaml = new StringBuilder("title: Random\nlogsource: {product: aws}\ndetection:\n");
        foreach (var (name, text, _) in _identifiers) yaml.Append("  ").Append(name).Append(":\n").Append(text);
        return yaml.Append("  condition: ").Append(_condition.Text).Append('\n').ToString();
    }

    private (string Text, Condition Meaning) Expression(int depth)
    {
        switch (_random.Next(depth >= 3 ? 4 : 8))
        {
            case 0:
                return ("1 of selection_*", new Condition.Any([Meaning("selection_a"), Meaning("selection_b")]));
            case 1:
                return ("all of them", new Condition.All([Meaning("selection_a"), Meaning("selection_b"), Meaning("filter_main")]));
            case 2 or 3:
                var identifier = _records.Pick(_identifiers);
                return (identifier.Name, identifier.Meaning);
            case 4:
                var negated = Expression(depth + 1);
                return ($"not ({negated.Text})", new Condition.Not(negated.Meaning));
            case 5:
                // "and" binds tighter than "or", so that this needs no parentheses.
                var (first, second, third) = (Atom(depth), Atom(depth), Atom(depth));
                return ($"{first.Text} or {second.Text} and {third.Text}", new Condition.Any([first.Meaning, new Condition.All([second.Meaning, third.Meaning])]));
            case 6:
                var (left, right) = (Atom(depth), Atom(depth));
                return ($"{left.Text} AND NOT {right.Text}", new Condition.All([left.Meaning, new Condition.Not(right.Meaning)]));
            default:
                var (one, other) = (Atom(depth), Atom(depth));
                return ($"{one.Text} or {other.Text}", new Condition.Any([one.Meaning, other.Meaning]));
        }
    }

    private (string Text, Condition Meaning) Atom(int depth)
    {
        var (text, meaning) = Expression(depth + 1);
        return ($"({text})", meaning);
    }

    private Condition Meaning(string name) => _identifiers.Single(identifier => identifier.Name == name).Meaning;

    private (string Yaml, Condition Meaning) Map()
    {
        var entries = Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => Entry()).DistinctBy(entry => entry.Key).ToArray();
        return (string.Join(", ", entries.Select(entry => entry.Yaml)), new Condition.All(entries.Select(entry => entry.Meaning).ToArray()));
    }

    private (string Key, string Yaml, Condition Meaning) Entry()
    {
        var path = _records.Path();
        var isNegated = _random.Next(6) == 0;
        var (modifiers, yaml, meaning) = _random.Next(7) switch
        {
            0 => ("", "null", Leaf(path, new ValueTest.Null())),
            1 => Exists(path),
            2 => Number(path),
            3 => Compared(path),
            _ => Texts(path),
        };
        var key = Quote(path + modifiers + (isNegated ? "|neq" : ""));
        return (key, $"{key}: {yaml}", isNegated ? new Condition.Not(meaning) : meaning);
    }

    private (string Modifiers, string Yaml, Condition Meaning) Exists(string path)
    {
        var present = Leaf(path, new ValueTest.Present());
        return _random.Next(2) == 0 ? ("|exists", "true", present) : ("|exists", "false", new Condition.Not(present));
    }

    private (string Modifiers, string Yaml, Condition Meaning) Number(string path)
    {
        var text = _random.Next(-1, 101).ToString();
        return ("", text, Leaf(path, new ValueTest.Number(text, decimal.Parse(text, CultureInfo.InvariantCulture))));
    }

    private (string Modifiers, string Yaml, Condition Meaning) Compared(string path)
    {
        var bound = _random.Next(-2, 120);
        var (modifier, comparison) = _records.Pick([("gt", ComparisonOperator.Greater), ("gte", ComparisonOperator.GreaterOrEqual), ("lt", ComparisonOperator.Less), ("lte", ComparisonOperator.LessOrEqual)]);
        return ("|" + modifier, bound.ToString(), Leaf(path, new ValueTest.Compare(comparison, bound)));
    }

    private (string Modifiers, string Yaml, Condition Meaning) Texts(string path)
    {
        var patterns = Enumerable.Range(0, 1 + _random.Next(6)).Select(_ => _conditions.Pattern()).ToArray();
        var isAll = patterns.Length > 1 && _random.Next(3) == 0;
        var isCased = _random.Next(3) == 0;
        var (modifier, before, after) = _records.Pick([("", false, false), ("|contains", true, true), ("|startswith", false, true), ("|endswith", true, false)]);
        var tests = patterns.Select(pattern => Leaf(path, new ValueTest.Text(pattern.Surround(before, after), isCased))).ToArray();
        return (
            modifier + (isCased ? "|cased" : "") + (isAll ? "|all" : ""),
            $"[{string.Join(", ", patterns.Select(pattern => Quote(Written(pattern))))}]",
            isAll ? new Condition.All(tests) : new Condition.Any(tests));
    }

    // A backslash is doubled: alone before a wildcard or another backslash it would be an escape.
    private static string Written(TextPattern pattern) => string.Concat(pattern.Parts.Select(part => part switch
    {
        PatternPart.Literal literal => literal.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal),
        PatternPart.AnyOne => "?",
        _ => "*",
    }));

    private static Condition Leaf(string path, ValueTest test) => new Condition.Field(new FieldPath(path), test);

    // A JSON string is a double-quoted YAML scalar.
    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
