using System.CommandLine;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>Where a finding's runbook is taken from.</summary>
internal sealed class RunbookOption
{
    private readonly Option<string[]> _rules = new("--rules")
    {
        Description = "Rule files or folders (.yml, .yaml) that the runbook is taken from, in place of the rules that ship with the tool.",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = false,
    };

    public void AddTo(Command command) => command.Options.Add(_rules);

    /// <summary>What the rule says is to be done. A rule that is not there has no steps, and is no reason not to show its finding.</summary>
    public IReadOnlyList<string> StepsOf(FindingRule rule, ParseResult parsed, Terminal terminal)
    {
        var paths = parsed.GetValue(_rules) is { Length: > 0 } given ? given : [RuleOptions.ShippedRules];
        var rules = RuleSetLoader.LoadPaths(paths);
        var steps = new Runbooks(rules).StepsOf(rule.Id);
        // The rule may be among those that did not load. Of others' errors whoever looks at this finding need not hear.
        var errors = rules.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (steps.Count == 0 && errors > 0) terminal.Say($"No runbook was found, and there are errors in rules: {errors}. Read them with: trail rules lint {string.Join(' ', paths)}");
        return steps;
    }
}
