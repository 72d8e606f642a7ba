using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Cli.Linting;

/// <summary>
/// The event sources that CloudTrail has and the events of each: <c>known-events.txt</c>, made from AWS's service models, and
/// <c>known-events-supplement.txt</c>, what AWS's documentation says besides. Only lint reads them: they are of a day, and a rule about a
/// call that is newer must work all the same.
/// </summary>
internal sealed partial class KnownEvents
{
    private readonly Dictionary<string, SortedSet<string>> _names = new(StringComparer.OrdinalIgnoreCase);

    private KnownEvents()
    {
        foreach (var line in EmbeddedList.Lines("Linting.known-events.txt").Concat(EmbeddedList.Lines("Linting.known-events-supplement.txt")))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "dated")
            {
                Date = words[1];
                continue;
            }

            if (!_names.TryGetValue(words[0], out var names)) _names.Add(words[0], names = new SortedSet<string>(StringComparer.OrdinalIgnoreCase));
            names.UnionWith(words.Skip(1));
        }
    }

    /// <summary>Read from the executable.</summary>
    public static KnownEvents List { get; } = new();

    /// <summary>The day that the list is of, as year-month-day.</summary>
    public string Date { get; } = "";

    public IReadOnlyCollection<string> Sources => _names.Keys;

    /// <summary>The sources that fit a pattern.</summary>
    public IEnumerable<string> SourcesLike(AskedText asked) => _names.Keys.Where(asked.Fits);

    /// <summary>The sources with an event that fits a pattern.</summary>
    public IEnumerable<string> SourcesWith(AskedText asked) => _names.Keys.Where(source => !IsOpen(source) && Has(source, asked)).Order(StringComparer.Ordinal);

    /// <summary>The events of a source.</summary>
    public IEnumerable<string> NamesOf(string source) => _names[source];

    /// <summary>Whether AWS publishes no complete list of the source's events.</summary>
    public bool IsOpen(string source) => _names[source].Contains("*");

    /// <summary>Whether a source has an event that fits. Lambda and CloudFront put an API's version behind a name, of which there are many.</summary>
    public bool Has(string source, AskedText asked)
    {
        var names = _names[source];
        if (asked.Literal is { } text && names.TryGetValue(text, out var known)) return !asked.IsCased || known == text;
        if (asked.Literal is null && names.Any(asked.Fits)) return true;
        return source is "lambda.amazonaws.com" or "cloudfront.amazonaws.com"
            && asked.Pattern.Parts[0] is PatternPart.Literal first && asked.Pattern.Parts.Skip(1).All(part => part is PatternPart.AnyRun)
            && Version().Match(first.Text) is { Success: true } version && names.Contains(first.Text[..version.Index]);
    }

    // AddPermission20150331v2, CreateDistribution2020_05_31, or the beginning of one.
    [GeneratedRegex(@"(?<=[A-Za-z])\d[\d_]*(v\d*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
