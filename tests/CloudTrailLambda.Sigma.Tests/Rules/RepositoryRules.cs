using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Tests.Rules;

/// <summary>The rules that the repository ships, loaded once.</summary>
internal static class RepositoryRules
{
    public static readonly string Folder = Path.Combine(Root(), "rules");

    private static readonly Lazy<RuleSet> Loaded = new(() => RuleSetLoader.LoadPaths([Folder]));

    public static RuleSet All => Loaded.Value;

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CloudTrailLambda.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no CloudTrailLambda.sln above {AppContext.BaseDirectory}");
    }
}
