using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Cli.Coverage;

/// <summary>Warns of techniques that ATT&amp;CK has under none of the tactics that their rule names.</summary>
internal static class TacticLint
{
    /// <summary>Warnings for what is reported, in the order of rules and correlations.</summary>
    public static IEnumerable<Diagnostic> Check(RuleSet rules) =>
        rules.ReportedHeaders.SelectMany(header => Check(header, AttackMatrix.Known));

    private static IEnumerable<Diagnostic> Check(RuleHeader header, AttackMatrix matrix)
    {
        var own = matrix.TacticsOf(header).ToArray();
        if (own.Length == 0) yield break;
        foreach (var technique in matrix.TechniquesOf(header).Select(matrix.Find).OfType<AttackTechnique>())
        {
            if (technique.Tactics.Intersect(own, StringComparer.Ordinal).Any()) continue;
            yield return new Diagnostic(
                DiagnosticSeverity.Warning,
                header.Location,
                $"'{header.Title}' names {technique.Id} ({technique.Name}), which ATT&CK has under none of the rule's tactics",
                $"add {string.Join(" or ", technique.Tactics.Select(tactic => $"attack.{tactic}"))}, or choose another technique");
        }
    }
}
