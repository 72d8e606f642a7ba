using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Parsing;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>One rule file: its name, as messages shall show it, and its text.</summary>
public sealed record RuleSource(string Name, string Text);

/// <summary>Reads rule files into a <see cref="RuleSet"/>. Strict: what loads is evaluated completely, the rest is a diagnostic.</summary>
public static class RuleSetLoader
{
    /// <summary>Larger rule files are refused, in bytes.</summary>
    public const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>Parses, checks and joins the given files.</summary>
    /// <param name="sources">The rule files.</param>
    /// <param name="placeholders">A YAML map of placeholder names to values for <c>expand</c>, or <see langword="null"/>.</param>
    public static RuleSet Load(IEnumerable<RuleSource> sources, RuleSource? placeholders = null)
    {
        var diagnostics = new List<Diagnostic>();
        var values = Placeholders.Empty;
        if (placeholders is not null)
        {
            var log = new DiagnosticLog(placeholders.Name);
            values = Placeholders.Parse(placeholders.Text, placeholders.Name, log);
            diagnostics.AddRange(log.Entries);
        }

        var files = sources.Select(source => DocumentParser.Parse(source.Text, source.Name, values)).ToArray();
        diagnostics.AddRange(files.SelectMany(file => file.Diagnostics));
        return new RuleSetLinker(diagnostics).Link(
            files.SelectMany(file => file.Rules).ToArray(),
            files.SelectMany(file => file.Correlations).ToArray(),
            files.SelectMany(file => file.Filters).ToArray());
    }

    /// <summary>Reads files and folders (their <c>.yml</c> and <c>.yaml</c> files, except <c>.test.yml</c>) and loads them.</summary>
    /// <param name="paths">Files or folders; folders are read recursively, in ordinal order of paths.</param>
    /// <param name="placeholderFile">A placeholder file, or <see langword="null"/>.</param>
    public static RuleSet LoadPaths(IEnumerable<string> paths, string? placeholderFile = null)
    {
        var unreadable = new List<Diagnostic>();
        var sources = paths.SelectMany(path => RuleFiles.Find(path, unreadable)).Distinct(StringComparer.Ordinal)
            .Select(file => RuleFiles.Read(file, unreadable)).OfType<RuleSource>().ToArray();
        var placeholders = placeholderFile is null ? null : RuleFiles.Read(placeholderFile, unreadable);
        var ruleSet = Load(sources, placeholders);
        return ruleSet with { Diagnostics = [.. unreadable, .. ruleSet.Diagnostics] };
    }
}
