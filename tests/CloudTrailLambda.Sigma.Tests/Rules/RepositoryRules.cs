using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Testing;

namespace CloudTrailLambda.Sigma.Tests.Rules;

/// <summary>The rules that the repository ships, loaded once.</summary>
internal static class RepositoryRules
{
    public static readonly string Folder = Path.Combine(Root(), "rules");

    private static readonly Lazy<RuleSet> Loaded = new(() => RuleSetLoader.LoadPaths([Folder]));

    public static RuleSet All => Loaded.Value;

    /// <summary>What a folder's rules are tested with, each document with the rules as its lists make them.</summary>
    public static IEnumerable<(string TestFile, RuleSet Rules, IReadOnlyList<RuleTestCase> Cases)> TestsBelow(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.test.yml", SearchOption.AllDirectories))
        {
            var log = new DiagnosticLog(file);
            foreach (var document in RuleTestFile.Parse(File.ReadAllText(file), file, ["eventTime"], log))
            {
                yield return (file, document.Lists.Lists.Count == 0 ? All : RuleSetLoader.WithLists(All, document.Lists), document.Cases);
            }

            Assert.Empty(log.Entries);
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CloudTrailLambda.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no CloudTrailLambda.sln above {AppContext.BaseDirectory}");
    }
}
