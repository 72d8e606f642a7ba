using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>Compiles conditions; the fields that they read are added to the trie.</summary>
internal sealed class ConditionCompiler(FieldTrie trie)
{
    public ConditionNode Compile(Condition condition) => condition switch
    {
        Condition.All all => new AllNode(all.Parts.Select(Compile).ToArray()),
        Condition.Any any => new AnyNode(any.Parts.Select(Compile).ToArray()),
        Condition.Not not => new NotNode(Compile(not.Part)),
        Condition.Field field => CompileField(trie.SlotOf(field.Path), field.Test),
        Condition.Keyword keyword => new KeywordNode(CompileText(keyword.Test)),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private ConditionNode CompileField(int slot, ValueTest test) => test switch
    {
        ValueTest.Null => new NullNode(slot),
        ValueTest.Present => new PresentNode(slot),
        ValueTest.FieldReference reference => new FieldReferenceNode(slot, trie.SlotOf(reference.Other), reference.Relation, reference.IsCased),
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
}
