using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Cli.Coverage;

/// <summary>The calls that a rule is about, as far as it names them in full: its plain texts for <c>eventName</c> and <c>eventSource</c>.</summary>
internal sealed record NamedCalls(IReadOnlySet<string> Names, IReadOnlySet<string> Sources)
{
    /// <summary>Of a rule. What stands under <c>not</c> is what it is not about.</summary>
    public static NamedCalls Of(Condition condition)
    {
        var calls = Of([]);
        Collect(condition, (HashSet<string>)calls.Names, (HashSet<string>)calls.Sources);
        return calls;
    }

    /// <summary>Of a correlation: those of the rules that feed it.</summary>
    public static NamedCalls Of(IReadOnlyList<NamedCalls> parts) =>
        new(
            parts.SelectMany(part => part.Names).ToHashSet(StringComparer.OrdinalIgnoreCase),
            parts.SelectMany(part => part.Sources).ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>The names that both have; the sources, where one of them names no call. A name is another call at another source.</summary>
    public IReadOnlyList<string> InCommon(NamedCalls other)
    {
        var sources = Sources.Where(other.Sources.Contains).Order(StringComparer.Ordinal).ToArray();
        if (Names.Count == 0 || other.Names.Count == 0) return sources;
        if (sources.Length == 0 && Sources.Count > 0 && other.Sources.Count > 0) return [];
        return [.. Names.Where(other.Names.Contains).Order(StringComparer.Ordinal)];
    }

    private static void Collect(Condition condition, HashSet<string> names, HashSet<string> sources)
    {
        switch (condition)
        {
            case Condition.All all:
                foreach (var part in all.Parts) Collect(part, names, sources);
                break;
            case Condition.Any any:
                foreach (var part in any.Parts) Collect(part, names, sources);
                break;
            case Condition.Field { Test: ValueTest.Text { Pattern.Literal: { Length: > 0 } text } } field:
                if (field.Path.Text == "eventName") names.Add(text);
                if (field.Path.Text == "eventSource") sources.Add(text);
                break;
        }
    }
}
