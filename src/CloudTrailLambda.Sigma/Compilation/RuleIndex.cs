using System.Text;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>
/// Which rules a record can match at all. A rule that cannot match unless an indexed field has one of a few exact texts
/// is filed under those texts; a record looks up its own. The other rules are tried on every record.
/// </summary>
internal sealed class RuleIndex
{
    private readonly (int Slot, TextIndex Rules)[] _byField;

    private RuleIndex((int, TextIndex)[] byField, int[] always)
    {
        _byField = byField;
        Always = always;
    }

    /// <summary>Rules that no indexed field can rule out.</summary>
    public int[] Always { get; }

    /// <summary>Files rules.</summary>
    /// <param name="conditions">The rules' conditions.</param>
    /// <param name="isFiled">Whether the index is to hold a rule.</param>
    /// <param name="indexFields">Fields to file under, the most selective first: a rule goes under the first that restricts it.</param>
    /// <param name="trie">Where the fields' slots come from.</param>
    public static RuleIndex Build(IReadOnlyList<Condition> conditions, Func<int, bool> isFiled, IReadOnlyList<FieldPath> indexFields, FieldTrie trie)
    {
        var always = new List<int>();
        var filed = indexFields.Select(_ => new Dictionary<string, List<int>>(StringComparer.OrdinalIgnoreCase)).ToArray();
        for (var rule = 0; rule < conditions.Count; rule++)
        {
            if (isFiled(rule) && !File(rule, conditions[rule], indexFields, filed)) always.Add(rule);
        }

        var byField = indexFields.Select((field, i) => (trie.SlotOf(field), new TextIndex(filed[i])));
        return new RuleIndex(byField.ToArray(), [.. always]);
    }

    /// <summary>Calls back for each list of rules that the record's indexed values lead to; a rule may come more than once.</summary>
    public void Visit(RecordFields fields, MatchSession session)
    {
        foreach (var (slot, rules) in _byField)
        {
            if (rules.Count == 0) continue;
            for (var value = fields.First(slot); value != RecordFields.None; value = fields[value].Next)
            {
                if (fields.TryGetText(value, out var text) && rules.Find(text) is { } candidates) session.Try(candidates);
            }
        }
    }

    private static bool File(int rule, Condition condition, IReadOnlyList<FieldPath> fields, Dictionary<string, List<int>>[] filed)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (RequiredTexts(condition, fields[i]) is not { } texts) continue;
            foreach (var text in texts)
            {
                if (!filed[i].TryGetValue(text, out var rules)) filed[i].Add(text, rules = []);
                rules.Add(rule);
            }

            return true;
        }

        return false;
    }

    /// <summary>The texts of which the field must have one for the condition to hold, or null when there is no such list.</summary>
    private static HashSet<string>? RequiredTexts(Condition condition, FieldPath field)
    {
        switch (condition)
        {
            case Condition.Field { Test: ValueTest.Text { Pattern.Literal: { } text } } leaf when leaf.Path == field && Ascii.IsValid(text):
                return new HashSet<string>([text], StringComparer.OrdinalIgnoreCase);
            case Condition.All all:
                return all.Parts.Select(part => RequiredTexts(part, field)).Where(texts => texts is not null).MinBy(texts => texts!.Count);
            case Condition.Any any:
                var union = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                foreach (var part in any.Parts)
                {
                    if (RequiredTexts(part, field) is not { } texts) return null;
                    union.UnionWith(texts);
                }

                return union;
            default:
                return null;
        }
    }
}
