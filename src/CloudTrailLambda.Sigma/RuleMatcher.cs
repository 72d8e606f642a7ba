using CloudTrailLambda.Sigma.Compilation;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma;

/// <summary>
/// A rule set, compiled: one trie of all fields that are read, one tree of matchers for each rule, and for each source of records one
/// index of which rules a record can match. Immutable and safe to share; each thread matches through a <see cref="MatchSession"/> of its own.
/// </summary>
public sealed class RuleMatcher
{
    private readonly FieldTrie _trie = new();

    private RuleMatcher(RuleSet ruleSet, RecordSources sources, IReadOnlyList<FieldPath> indexFields)
    {
        RuleSet = ruleSet;
        foreach (var field in sources.NullWhenBlank) _trie.NodeOf(new FieldPath(field)).IsNullWhenBlank = true;
        var compiler = new ConditionCompiler(_trie, ruleSet.Rules.Select(rule => rule.Condition));
        Conditions = ruleSet.Rules.Select(rule => compiler.Compile(rule.Condition)).ToArray();
        SharedNodeCount = compiler.SharedNodeCount;
        var conditions = ruleSet.Rules.Select(rule => rule.Condition).ToArray();
        Indexes = sources.All
            .Select((_, source) => RuleIndex.Build(conditions, rule => ruleSet.Rules[rule].IsActive && sources.Judges(ruleSet.Rules[rule].Header.LogSource, source), indexFields, _trie)).ToArray();
        Marks = sources.All.Index().Where(pair => pair.Item.Mark is not null).Select(pair => new SourceMark(pair.Index, pair.Item.Mark!, _trie)).ToArray();
    }

    /// <summary>The rules; matches are indexes into <see cref="RuleSet.Rules"/>.</summary>
    public RuleSet RuleSet { get; }

    internal ConditionNode[] Conditions { get; }

    /// <summary>By source.</summary>
    internal RuleIndex[] Indexes { get; }

    /// <summary>Of all sources but the first.</summary>
    internal SourceMark[] Marks { get; }

    internal TrieNode Root => _trie.Root;

    internal int SharedNodeCount { get; }

    internal int SlotCount => _trie.SlotCount;

    /// <summary>Compiles a rule set for records of one kind: every rule judges every record.</summary>
    /// <inheritdoc cref="Compile(RuleSet, RecordSources, IReadOnlyList{string}, IReadOnlyList{string}, out IReadOnlyList{FieldSlot})"/>
    public static RuleMatcher Compile(RuleSet ruleSet, IReadOnlyList<string> indexFields, IReadOnlyList<string> fields, out IReadOnlyList<FieldSlot> slots) =>
        Compile(ruleSet, RecordSources.Any, indexFields, fields, out slots);

    /// <summary>Compiles a rule set.</summary>
    /// <param name="ruleSet">The rules.</param>
    /// <param name="sources">Where records come from. A record is judged by the rules for its own source.</param>
    /// <param name="indexFields">Field paths that most rules test for exact texts, the most selective first, e.g. <c>eventName</c>.</param>
    /// <param name="fields">Field paths whose values the caller wants to read as well.</param>
    /// <param name="slots">Where to read each of <paramref name="fields"/>, in their order.</param>
    public static RuleMatcher Compile(
        RuleSet ruleSet, RecordSources sources, IReadOnlyList<string> indexFields, IReadOnlyList<string> fields, out IReadOnlyList<FieldSlot> slots)
    {
        var matcher = new RuleMatcher(ruleSet, sources, indexFields.Select(field => new FieldPath(field)).ToArray());
        slots = fields.Select(field => new FieldSlot(matcher._trie.SlotOf(new FieldPath(field)))).ToArray();
        return matcher;
    }

    /// <summary>Scratch memory for one thread at a time.</summary>
    public MatchSession OpenSession() => new(this);
}

/// <summary>Where a <see cref="MatchSession"/> keeps the values of a field.</summary>
/// <param name="Index">Position in the session's table.</param>
public readonly record struct FieldSlot(int Index);

/// <summary>Why a record could not be read.</summary>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="ByteOffset">0-based offset from the record's first byte.</param>
public sealed record RecordFault(string Message, long ByteOffset);
