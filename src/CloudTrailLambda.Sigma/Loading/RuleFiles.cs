using System.Text;
using CloudTrailLambda.Sigma.Diagnostics;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>Finds and reads rule files; what cannot be read is a diagnostic like any other.</summary>
internal static class RuleFiles
{
    private const string PlaceholderFile = "placeholders.yml";

    /// <summary>So many folders above what is given, its placeholder file may lie: who tests one tactic names rules/cloudtrail/persistence.</summary>
    private const int MaxFoldersAbove = 3;

    /// <summary>Files at the root of a folder of rules that say something about the rules and hold none.</summary>
    private static readonly string[] BesideRules = [PlaceholderFile, "coverage.yml"];

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<string> Find(string path, List<Diagnostic> unreadable)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path))
        {
            unreadable.Add(Unreadable(path, "there is no such file or folder"));
            return [];
        }

        try
        {
            var found = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => IsRuleFile(file) && !IsBesideRules(path, file)).Order(StringComparer.Ordinal).ToArray();
            if (found.Length == 0) unreadable.Add(Unreadable(path, "the folder holds no .yml or .yaml file"));
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Rules that nobody could list are rules that nobody evaluates: an error, not a smaller rule set.
            unreadable.Add(Unreadable(path, e.Message.TrimEnd('.')));
            return [];
        }
    }

    /// <summary>The placeholder file that belongs to a file or folder of rules: the nearest, in the folder itself or above it.</summary>
    public static string? FindPlaceholders(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path)) return null;
        var full = Path.GetFullPath(path);
        var folder = new DirectoryInfo(Directory.Exists(full) ? full : Path.GetDirectoryName(full)!);
        for (var above = 0; folder is not null && above <= MaxFoldersAbove; above++, folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, PlaceholderFile);
            // As the path was given: messages shall look like it.
            if (File.Exists(file)) return Path.IsPathRooted(path) ? file : Path.GetRelativePath(Directory.GetCurrentDirectory(), file);
        }

        return null;
    }

    public static RuleSource? Read(string file, List<Diagnostic> unreadable)
    {
        try
        {
            var info = new FileInfo(file);
            if (info.Length <= RuleSetLoader.MaxFileBytes) return new RuleSource(file, File.ReadAllText(file, StrictUtf8));
            unreadable.Add(Unreadable(file, $"larger than {RuleSetLoader.MaxFileBytes / (1024 * 1024)} MiB"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            unreadable.Add(Unreadable(file, e is DecoderFallbackException ? "not valid UTF-8" : e.Message.TrimEnd('.')));
        }

        return null;
    }

    private static bool IsRuleFile(string path) =>
        (path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
        && !Path.GetFileNameWithoutExtension(path).EndsWith(".test", StringComparison.OrdinalIgnoreCase);

    private static bool IsBesideRules(string root, string file) =>
        BesideRules.Contains(Path.GetFileName(file), StringComparer.Ordinal) && Path.GetRelativePath(root, file) == Path.GetFileName(file);

    private static Diagnostic Unreadable(string path, string why) =>
        new(DiagnosticSeverity.Error, new SourceLocation(path, 1, 1), $"cannot be read: {why}", Hint: null);
}
