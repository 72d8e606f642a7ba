using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Function.Telemetry;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Function;

/// <summary>The rules that the function starts with.</summary>
internal static class FunctionRules
{
    /// <summary>The rules in the package.</summary>
    public static string Packaged => Path.Combine(AppContext.BaseDirectory, "rules");

    /// <summary>Loads and compiles.</summary>
    /// <param name="path">Another place than the package; null for the package.</param>
    /// <param name="log">Told how many rules wait for a list: whoever deployed them may think that they work.</param>
    /// <exception cref="InvalidRulesException">
    /// A rule is not valid, or there are none. Better no start, which alarms, than a detection with holes that nobody sees.
    /// </exception>
    public static DetectionRules Load(string? path, LogLines log)
    {
        // Whoever names an empty folder means it.
        var isNone = path is not null && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any();
        var ruleSet = isNone ? RuleSetLoader.Load([]) : RuleSetLoader.LoadPaths([path ?? Packaged]);
        var errors = ruleSet.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0) throw new InvalidRulesException($"{errors.Length} rules are not valid. The first: {errors[0]}");
        var waiting = ruleSet.Waiting.Count();
        if (waiting > 0) log.Information("Rules wait for a list in placeholders.yml and are not evaluated.", ("rules", waiting));
        return new DetectionRules(ruleSet);
    }
}

/// <summary>The rules cannot be used.</summary>
internal sealed class InvalidRulesException(string message) : Exception(message);
