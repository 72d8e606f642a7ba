using System.CommandLine;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>Which rules a command works with, and what happens when some are not valid.</summary>
internal sealed class RuleOptions
{
    public RuleOptions(bool isRequired)
    {
        Rules = new Option<string[]>("--rules")
        {
            Description = isRequired
                ? "Rule files or folders (.yml, .yaml)."
                : "Rule files or folders (.yml, .yaml) in place of the rules that ship with the tool.",
            HelpName = "PATH",
            Required = isRequired,
            AllowMultipleArgumentsPerToken = false,
        };
    }

    public Option<string[]> Rules { get; }

    public Option<string?> Placeholders { get; } = PlaceholdersOption();

    public Option<bool> SkipInvalid { get; } = SkipInvalidOption();

    /// <summary>The rules beside the executable.</summary>
    public static string ShippedRules => Path.Combine(AppContext.BaseDirectory, "rules");

    /// <summary><c>--placeholders</c>, for commands that take their rules as arguments.</summary>
    public static Option<string?> PlaceholdersOption() => new("--placeholders")
    {
        Description = "YAML file with values of %placeholders% in rules, in place of those in the rules' own placeholders.yml.",
        HelpName = "FILE",
    };

    /// <summary><c>--skip-invalid</c>, for commands that take their rules as arguments.</summary>
    public static Option<bool> SkipInvalidOption() => new("--skip-invalid") { Description = "Go on without the rules that are not valid." };

    public void AddTo(Command command)
    {
        command.Options.Add(Rules);
        command.Options.Add(Placeholders);
        command.Options.Add(SkipInvalid);
    }

    /// <summary>Loads the rules; prints what is wrong with them and returns null when that must stop the command.</summary>
    public RuleSet? Load(ParseResult parsed, Terminal terminal)
    {
        var paths = parsed.GetValue(Rules) is { Length: > 0 } given ? given : [ShippedRules];
        var rules = RuleSetLoader.LoadPaths(paths, parsed.GetValue(Placeholders));
        // A filter that names no rule filters nothing: whoever wrote it must hear of it, once and not for every run's reader in full.
        var warnings = rules.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning);
        if (warnings > 0) terminal.Say($"Warnings about rules: {warnings}. Read them with: trail rules lint {string.Join(' ', paths)}");
        return MayGoOn(rules, parsed.GetValue(SkipInvalid), terminal) ? rules : null;
    }

    /// <summary>Prints what is wrong with rules; whether the command may go on in spite of it.</summary>
    public static bool MayGoOn(RuleSet rules, bool isSkipping, Terminal terminal)
    {
        var errors = rules.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        foreach (var error in errors) terminal.Say(error.ToString());
        if (errors.Length == 0) return true;
        terminal.Say(isSkipping
            ? $"Files with rules that are not valid and were passed over: {errors.Select(error => error.Location.File).Distinct(StringComparer.Ordinal).Count()}"
            : "Nothing was done. Mend these rules, or go on without them: --skip-invalid");
        return isSkipping;
    }

    /// <summary>Says behind the results how many rules do nothing yet: whoever takes the shipped ones as they are must hear of it.</summary>
    public void SayWaiting(ParseResult parsed, RuleSet rules, Terminal terminal)
    {
        var waiting = rules.Waiting.Count();
        if (waiting == 0) return;
        var lint = string.Join(' ', ["trail rules lint", .. parsed.GetValue(Rules) ?? []]);
        terminal.Say(waiting == 1 ? $"1 rule waits for a list: {lint} shows it." : $"{waiting} rules wait for a list: {lint} shows them.");
    }
}
