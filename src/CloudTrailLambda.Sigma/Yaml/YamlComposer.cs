using CloudTrailLambda.Sigma.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CloudTrailLambda.Sigma.Yaml;

/// <summary>
/// Composes YamlDotNet's events into <see cref="YamlNode"/>s. YamlDotNet's own object model is not used because it
/// follows any depth of nesting with the stack, and drops which scalars were quoted.
/// </summary>
internal sealed class YamlComposer
{
    /// <summary>Nesting that no rule needs; stops a hostile file before it exhausts the stack.</summary>
    private const int MaxDepth = 32;

    /// <summary>Not in YAML 1.2, but rule files that share fields between documents use it.</summary>
    private const string MergeKey = "<<";

    private readonly IParser _events;
    private readonly DiagnosticLog _log;
    private readonly Dictionary<AnchorName, YamlNode> _anchors = [];

    private YamlComposer(IParser events, DiagnosticLog log)
    {
        _events = events;
        _log = log;
    }

    /// <summary>
    /// Reads every document of a file. What is wrong with the YAML is logged; documents before the damage are returned.
    /// </summary>
    public static IReadOnlyList<YamlNode> ReadDocuments(string text, string file, DiagnosticLog log)
    {
        var documents = new List<YamlNode>();
        var composer = new YamlComposer(new Parser(new StringReader(text)), log);
        try
        {
            composer._events.Consume<StreamStart>();
            while (composer._events.TryConsume<DocumentStart>(out _))
            {
                var root = composer.Compose(depth: 0);
                composer._events.Consume<DocumentEnd>();
                composer._anchors.Clear();
                // A trailing `---` makes an empty document; that is habit, not a mistake.
                if (root is not YamlScalar { IsNull: true }) documents.Add(root);
            }
        }
        catch (YamlException e)
        {
            var place = new SourceLocation(file, (int)e.Start.Line, (int)e.Start.Column);
            log.Error(place, $"not valid YAML: {e.Message.TrimEnd('.')}");
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet's scanner throws, in place of an exception with a position, for some text between braces.
            var last = composer._events.Current;
            log.Error(new SourceLocation(file, (int)(last?.End.Line ?? 1), (int)(last?.End.Column ?? 1)), "not valid YAML after this place", "quote texts in braces that hold special characters");
        }

        return documents;
    }

    private YamlNode Compose(int depth)
    {
        if (depth > MaxDepth) throw new YamlException(_events.Current!.Start, _events.Current.End, $"nested deeper than {MaxDepth} levels");
        switch (_events.Consume<ParsingEvent>())
        {
            case Scalar scalar:
                return Remember(scalar.Anchor, new YamlScalar(scalar.Value, TypeOf(scalar), (int)scalar.Start.Line, (int)scalar.Start.Column));
            case SequenceStart start:
                var items = new List<YamlNode>();
                while (!_events.TryConsume<SequenceEnd>(out _)) items.Add(Compose(depth + 1));
                return Remember(start.Anchor, new YamlList(items, (int)start.Start.Line, (int)start.Start.Column));
            case MappingStart start:
                return Remember(start.Anchor, new YamlMap(ComposeEntries(depth), (int)start.Start.Line, (int)start.Start.Column));
            case AnchorAlias alias:
                return _anchors.TryGetValue(alias.Value, out var target)
                    ? target
                    : throw new YamlException(alias.Start, alias.End, $"the alias '*{alias.Value}' names no anchor before it");
            case var other:
                throw new YamlException(other.Start, other.End, "unexpected content");
        }
    }

    private List<YamlEntry> ComposeEntries(int depth)
    {
        var entries = new List<YamlEntry>();
        var merged = new List<YamlEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var keyNode = Compose(depth + 1);
            var value = Compose(depth + 1);
            if (keyNode is YamlScalar { Text: MergeKey } && MergedMaps(value) is { } maps)
            {
                merged.AddRange(maps.SelectMany(map => map.Entries));
            }
            else if (keyNode is not YamlScalar key)
            {
                _log.Error(keyNode, $"a key must be text, not {keyNode.KindName}");
            }
            else if (!seen.Add(key.Text))
            {
                _log.Error(key, $"the key '{key.Text}' stands twice in one map", "YAML keeps only one of them; give each its own name or make a list");
            }
            else
            {
                entries.Add(new YamlEntry(key, value));
            }
        }

        // What the map says itself wins over what it merges in, and an earlier map over a later one.
        entries.AddRange(merged.Where(entry => seen.Add(entry.Key.Text)));
        return entries;
    }

    private static IEnumerable<YamlMap>? MergedMaps(YamlNode value) => value switch
    {
        YamlMap map => [map],
        YamlList { Items.Count: > 0 } list when list.Items.All(item => item is YamlMap) => list.Items.Cast<YamlMap>(),
        _ => null,
    };

    private YamlNode Remember(AnchorName anchor, YamlNode node)
    {
        if (!anchor.IsEmpty) _anchors[anchor] = node;
        return node;
    }

    private static ScalarType TypeOf(Scalar scalar)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain && (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific);
        return CoreSchema.TypeOf(scalar.Value, isPlain);
    }
}
