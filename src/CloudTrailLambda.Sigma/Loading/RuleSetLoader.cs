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
    /// <param name="placeholders">YAML maps of placeholder names to values for <c>expand</c>; a later one replaces lists of an earlier one.</param>
    public static RuleSet Load(IEnumerable<RuleSource> sources, params ReadOnlySpan<RuleSource> placeholders)
    {
        var diagnostics = new List<Diagnostic>();
        var lists = Placeholders.Read(placeholders, diagnostics);
        // Side by side: it is most of a start, during which a function has more than one core whatever its size.
        return Join(sources.AsParallel().AsOrdered().Select(source => LoadedFile.Parse(source, lists)).ToArray(), lists, diagnostics);
    }

    /// <summary>Reads files and folders (their <c>.yml</c> and <c>.yaml</c> files, except <c>.test.yml</c>) and loads them.</summary>
    /// <param name="paths">
    /// Files or folders; folders are read recursively, in ordinal order of paths. The <c>placeholders.yml</c> in a folder, or else in one
    /// close above it, is read with it.
    /// </param>
    /// <param name="placeholderFile">A further placeholder file, or <see langword="null"/>.</param>
    public static RuleSet LoadPaths(IEnumerable<string> paths, string? placeholderFile = null)
    {
        var unreadable = new List<Diagnostic>();
        var given = paths.ToArray();
        var sources = given.SelectMany(path => RuleFiles.Find(path, unreadable)).Distinct(StringComparer.Ordinal)
            .Select(file => RuleFiles.Read(file, unreadable)).OfType<RuleSource>().ToArray();
        var placeholders = given.Select(RuleFiles.FindPlaceholders).Append(placeholderFile).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(file => RuleFiles.Read(file, unreadable)).OfType<RuleSource>().ToArray();
        var ruleSet = Load(sources, placeholders);
        return ruleSet with { Diagnostics = [.. unreadable, .. ruleSet.Diagnostics] };
    }

    /// <summary>The same rules with other values for some lists.</summary>
    internal static RuleSet WithLists(RuleSet rules, Placeholders others)
    {
        var lists = rules.Lists.With(others);
        return Join(rules.Files.Select(file => file.Parsed.UsesPlaceholders ? LoadedFile.Parse(file.Source, lists) : file).ToArray(), lists, []);
    }

    private static RuleSet Join(IReadOnlyList<LoadedFile> files, Placeholders lists, List<Diagnostic> diagnostics)
    {
        // What is wrong in a list is wrong for every rule that names it, and is told once.
        diagnostics.AddRange(files.SelectMany(file => file.Parsed.Diagnostics).Distinct());
        var ruleSet = new RuleSetLinker(diagnostics).Link(
            files.SelectMany(file => file.Parsed.Rules).ToArray(),
            files.SelectMany(file => file.Parsed.Correlations).ToArray(),
            files.SelectMany(file => file.Parsed.Filters).ToArray());
        return ruleSet with { Files = files, Lists = lists };
    }
}

/// <summary>A rule file, before it is joined with others.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Parsed">What it holds, with the lists that were in force.</param>
internal sealed record LoadedFile(RuleSource Source, ParsedFile Parsed)
{
    public static LoadedFile Parse(RuleSource source, Placeholders lists) => new(source, DocumentParser.Parse(source.Text, source.Name, lists));
}
