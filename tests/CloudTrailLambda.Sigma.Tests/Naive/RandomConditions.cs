using System.Net;
using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Tests.Naive;

/// <summary>Random conditions of every shape, over the names and texts that the random records use.</summary>
internal sealed class RandomConditions(Random random, RandomRecords records)
{
    private static readonly string[] Regexes = ["a", "^a", "b$", "a.b", "[ß-é]", "(?i)k", "^$", "s+", "1|2", "a(?=b)", "\\."];

    private static readonly string[] Networks = ["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "2001:db8::/32", "::/0", "::ffff:0:0/96"];

    private readonly List<Condition> _made = [];

    /// <summary>A condition; now and then one that was made before, so that rules share parts.</summary>
    public Condition Next(int depth = 0)
    {
        if (_made.Count > 0 && random.Next(8) == 0) return records.Pick(_made);
        Condition condition = random.Next(depth >= 3 ? 3 : 8) switch
        {
            3 or 4 => new Condition.All(Parts(depth)),
            5 or 6 => new Condition.Any(random.Next(2) == 0 ? Parts(depth) : Alternatives()),
            7 => new Condition.Not(Next(depth + 1)),
            0 when random.Next(4) == 0 => new Condition.Keyword(random.Next(3) == 0 ? Regex() : Text()),
            _ => new Condition.Field(new FieldPath(records.Path()), Test()),
        };
        _made.Add(condition);
        return condition;
    }

    public TextPattern Pattern() => TextPattern.Of(Enumerable.Range(0, random.Next(4)).Select(PatternPart (_) => random.Next(4) switch
    {
        0 => new PatternPart.AnyRun(),
        1 when random.Next(2) == 0 => new PatternPart.AnyOne(),
        _ => new PatternPart.Literal(WithoutHalfPairs(records.Text())),
    }));

    // Rule files are UTF-8, which cannot write half of a pair.
    private static string WithoutHalfPairs(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    private Condition[] Parts(int depth) => Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Next(depth + 1)).ToArray();

    // Many literals on one field: the shape that compiles to one search for all of them.
    private Condition[] Alternatives()
    {
        var path = new FieldPath(records.Path());
        var isContains = random.Next(2) == 0;
        return Enumerable.Range(0, 3 + random.Next(6)).Select(Condition (_) =>
        {
            var literal = TextPattern.Exactly(WithoutHalfPairs(records.Text()));
            return new Condition.Field(path, new ValueTest.Text(isContains ? literal.Surround(before: true, after: true) : literal, IsCased: false));
        }).ToArray();
    }

    private ValueTest Test() => random.Next(14) switch
    {
        <= 4 => Text(),
        5 => Regex(),
        6 => Number(),
        7 => new ValueTest.Boolean(random.Next(2) == 0),
        8 => new ValueTest.Null(),
        9 => new ValueTest.Present(),
        10 => new ValueTest.Compare(Operator(), random.Next(-2, 200)),
        11 => new ValueTest.Network(IPNetwork.Parse(records.Pick(Networks))),
        12 => new ValueTest.FieldReference(new FieldPath(records.Path()), records.Pick(Enum.GetValues<TextRelation>()), random.Next(2) == 0),
        _ => new ValueTest.TimePart(records.Pick(Enum.GetValues<DatePart>()), Operator(), random.Next(60)),
    };

    private ValueTest.Text Text() => new(Pattern(), random.Next(3) == 0);

    private ValueTest.Regex Regex() => new(records.Pick(Regexes), random.Next(2) == 0 ? RegexOptions.CultureInvariant : RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private ValueTest Number()
    {
        var text = records.NumberText();
        return decimal.TryParse(text, System.Globalization.NumberStyles.Float, null, out var number)
            ? new ValueTest.Number(text, number)
            : new ValueTest.Text(TextPattern.Exactly(text), IsCased: false);
    }

    private ComparisonOperator Operator() => records.Pick(Enum.GetValues<ComparisonOperator>());
}
