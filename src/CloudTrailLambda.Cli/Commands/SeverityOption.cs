using System.CommandLine;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>
/// <c>--min-severity</c>: the least severe finding that is shown. Tables are for people, who have no use for what is only context until
/// they look for it; programs get everything.
/// </summary>
internal sealed class SeverityOption
{
    private readonly Option<Severity?> _option = Choice.OptionalOf<Severity>(
        "--min-severity", "Show only findings of at least this level. Without it tables leave out what is informational, and JSON has everything.");

    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>The least severe finding to show.</summary>
    public Severity Of(ParseResult parsed, OutputFormat format) =>
        parsed.GetValue(_option) ?? (format == OutputFormat.Table ? Severity.Low : Severity.Informational);

    /// <summary>The least severe finding to read, so that what is left out can be counted.</summary>
    public Severity ToRead(ParseResult parsed) => parsed.GetValue(_option) ?? Severity.Informational;

    /// <summary>Says how many findings a table leaves out without having been asked to.</summary>
    public void SayHidden(ParseResult parsed, int hidden, Terminal terminal)
    {
        if (hidden > 0 && parsed.GetValue(_option) is null) terminal.Say($"{hidden} informational {(hidden == 1 ? "finding is" : "findings are")} kept and not shown: --min-severity informational");
    }
}
