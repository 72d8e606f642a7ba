using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Cli.Linting;

/// <summary>An event name that a rule asks for, and the sources of one of which the event must be.</summary>
/// <param name="Name">The name.</param>
/// <param name="Sources">What is asked for <c>eventSource</c> at the same time; empty where that may be any.</param>
internal sealed record AskedEvent(AskedText Name, IReadOnlyList<AskedText> Sources);

/// <summary>What a condition asks <c>eventSource</c> and <c>eventName</c> for. Regular expressions are not looked into.</summary>
internal sealed class AskedEvents
{
    private readonly List<AskedText> _sources = [];
    private readonly List<AskedEvent> _events = [];

    public AskedEvents(Condition condition) => Visit(condition, []);

    public IReadOnlyList<AskedText> Sources => _sources;

    public IReadOnlyList<AskedEvent> Events => _events;

    private void Visit(Condition condition, IReadOnlyList<AskedText> sources)
    {
        switch (condition)
        {
            case Condition.All all:
                // The nearest says it: `selection` may ask for several sources and a part of it for one of them.
                var near = RequiredSources(all).ToArray();
                foreach (var part in all.Parts) Visit(part, near.Length > 0 ? near : sources);
                break;
            case Condition.Any any:
                foreach (var part in any.Parts) Visit(part, sources);
                break;
            case Condition.Not not:
                Visit(not.Part, sources);
                break;
            case Condition.Field field when TextOf(field) is { } text:
                if (field.Path.Text == "eventSource") _sources.Add(text);
                if (field.Path.Text == "eventName") _events.Add(new AskedEvent(text, sources));
                break;
        }
    }

    // What all parts together ask of the source: a text, or one of a list of them, here or in a part that is such a conjunction itself.
    private static IEnumerable<AskedText> RequiredSources(Condition.All all)
    {
        foreach (var part in all.Parts)
        {
            IReadOnlyList<Condition> alternatives = part is Condition.Any any ? any.Parts : [part];
            if (alternatives.All(alternative => alternative is Condition.Field { Path.Text: "eventSource", Test: ValueTest.Text }))
            {
                foreach (var alternative in alternatives) yield return TextOf((Condition.Field)alternative)!;
            }
            else if (part is Condition.All inner)
            {
                foreach (var source in RequiredSources(inner)) yield return source;
            }
        }
    }

    private static AskedText? TextOf(Condition.Field field) => field.Test is ValueTest.Text text ? new AskedText(text.Pattern, text.IsCased) : null;
}
