using System.Text;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>
/// Compiles conditions; the fields that they read are added to the trie. What several rules ask becomes one shared node,
/// and many texts that one field is compared with become one matcher.
/// </summary>
internal sealed class ConditionCompiler
{
    /// <summary>From so many alternatives on, looking for all at once is cheaper than one after the other.</summary>
    private const int MinAlternatives = 4;

    private readonly FieldTrie _trie;
    private readonly ConditionNumbers _numbers = new();
    private readonly List<int> _askers = [];
    private readonly Dictionary<int, SharedNode> _shared = [];

    /// <summary>Prepares to compile these conditions.</summary>
    public ConditionCompiler(FieldTrie trie, IEnumerable<Condition> conditions)
    {
        _trie = trie;
        foreach (var condition in conditions) CountParts(condition);
    }

    public int SharedNodeCount => _shared.Count;

    public ConditionNode Compile(Condition condition)
    {
        var number = _numbers.Of(condition);
        if (_askers[number] < 2) return CompileOnce(condition);
        if (_shared.TryGetValue(number, out var node)) return node;
        // Before the node takes its number: parts of the part may be shared as well and number themselves.
        var compiled = CompileOnce(condition);
        node = new SharedNode(_shared.Count, compiled);
        _shared.Add(number, node);
        return node;
    }

    // The parts of what is shared are asked by that one node, however many rules it stands in.
    private void CountParts(Condition condition)
    {
        var number = _numbers.Of(condition);
        while (_askers.Count <= number) _askers.Add(0);
        if (_askers[number]++ > 0) return;
        foreach (var part in Parts(condition)) CountParts(part);
    }

    private static IReadOnlyList<Condition> Parts(Condition condition) => condition switch
    {
        Condition.All all => all.Parts,
        Condition.Any any => any.Parts,
        Condition.Not not => [not.Part],
        _ => [],
    };

    private ConditionNode CompileOnce(Condition condition) => condition switch
    {
        Condition.All all => new AllNode(all.Parts.Select(Compile).ToArray()),
        Condition.Any any => CompileAny(any),
        Condition.Not not => new NotNode(Compile(not.Part)),
        Condition.Field field => CompileField(_trie.SlotOf(field.Path), field.Test),
        Condition.Keyword keyword => new KeywordNode(CompileText(keyword.Test)),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private ConditionNode CompileAny(Condition.Any any)
    {
        var together = any.Parts.Select(LiteralOf).OfType<Alternative>().GroupBy(alternative => alternative.Group, StringComparer.Ordinal)
            .Where(group => group.Count() >= MinAlternatives).ToArray();
        var combined = together.SelectMany(group => group).Select(alternative => alternative.Source).ToHashSet(ReferenceEqualityComparer.Instance);
        var nodes = together
            .Select(ConditionNode (group) => new FieldNode(
                _trie.SlotOf(group.First().Path),
                new TextValueMatcher(
                    LiteralSetMatcher.Of(group.Select(alternative => alternative.Literal).ToArray(), group.First().Relation),
                    searchesObjects: group.First().Relation != TextRelation.Equals)))
            .Concat(any.Parts.Where(part => !combined.Contains(part)).Select(Compile)).ToArray();
        return nodes.Length == 1 ? nodes[0] : new AnyNode(nodes);
    }

    // Texts to be equal to, or to contain: the two ways for which there is a search for many at once.
    private static Alternative? LiteralOf(Condition condition) => condition switch
    {
        Condition.Field { Test: ValueTest.Text { IsCased: false, Pattern.Literal: { } text } } field when Ascii.IsValid(text) =>
            new Alternative(condition, field.Path, TextRelation.Equals, text),
        Condition.Field { Test: ValueTest.Text { IsCased: false, Pattern.Parts: [PatternPart.AnyRun, PatternPart.Literal { Text: var text }, PatternPart.AnyRun] } } field
            when Ascii.IsValid(text) => new Alternative(condition, field.Path, TextRelation.Contains, text),
        _ => null,
    };

    private ConditionNode CompileField(int slot, ValueTest test) => test switch
    {
        ValueTest.Null => new NullNode(slot),
        ValueTest.Present => new PresentNode(slot),
        ValueTest.FieldReference reference => new FieldReferenceNode(slot, _trie.SlotOf(reference.Other), reference.Relation, reference.IsCased),
        _ => new FieldNode(slot, CompileValue(test)),
    };

    private static ValueMatcher CompileValue(ValueTest test) => test switch
    {
        ValueTest.Text text => new TextValueMatcher(CompileText(text), searchesObjects: text.Pattern.Literal is null),
        ValueTest.Regex regex => new TextValueMatcher(CompileText(regex), searchesObjects: true),
        ValueTest.Boolean boolean => new TextValueMatcher(
            TextMatcher.Of(TextPattern.Exactly(boolean.Value ? "true" : "false"), isCased: false), searchesObjects: false),
        ValueTest.Number number => new NumberMatcher(number.NumberText, number.Value),
        ValueTest.Compare compare => new CompareMatcher(compare.Operator, compare.Value),
        ValueTest.Network network => new NetworkMatcher(network.Range),
        ValueTest.TimePart part => new DatePartMatcher(part.Part, part.Operator, part.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(test)),
    };

    private static TextMatcher CompileText(ValueTest test) => test switch
    {
        ValueTest.Text text => TextMatcher.Of(text.Pattern, text.IsCased),
        ValueTest.Regex regex => new RegexMatcher(regex.Pattern, regex.Options),
        _ => throw new ArgumentOutOfRangeException(nameof(test)),
    };

    private sealed record Alternative(Condition Source, FieldPath Path, TextRelation Relation, string Literal)
    {
        /// <summary>Alternatives with the same are looked for together. A text, since grouping by a pair would be compiled at every start.</summary>
        public string Group => $"{Relation} {Path.Text}";
    }
}
