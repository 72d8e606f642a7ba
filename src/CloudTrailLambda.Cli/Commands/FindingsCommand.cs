using System.CommandLine;
using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Commands;

/// <summary><c>trail findings</c>: what is kept.</summary>
internal static class FindingsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("findings", "Shows the findings that are kept.");
        command.Subcommands.Add(CreateList(terminal));
        command.Subcommands.Add(CreateShow(terminal));
        return command;
    }

    private static Command CreateList(Terminal terminal)
    {
        var stored = new StoreOptions();
        var minSeverity = new SeverityOption();
        var account = new Option<string?>("--account") { Description = "Only findings in this AWS account.", HelpName = "ID" };
        var output = Choice.Of<OutputFormat>("--output", "How to show the findings.");
        var command = new Command(
            "list",
            """
            Lists the findings, most severe first.

            Example:
              trail findings list --min-severity high --output jsonl
            """);
        stored.AddTo(command);
        minSeverity.AddTo(command);
        foreach (var option in (Option[])[account, output]) command.Options.Add(option);
        command.SetAction((parsed, token) => TrailCommand.GuardAsync(terminal, async () =>
        {
            using var store = stored.OpenExisting(parsed);
            var query = new FindingQuery { MinSeverity = minSeverity.ToRead(parsed), AccountId = parsed.GetValue(account) };
            var shown = minSeverity.Of(parsed, parsed.GetValue(output));
            var findings = new List<Finding>();
            var hidden = 0;
            await foreach (var finding in FindingPages.AllAsync(store.Findings, query, token))
            {
                if (finding.Rule.Severity >= shown) findings.Add(finding);
                else hidden++;
            }

            switch (parsed.GetValue(output))
            {
                case OutputFormat.Json:
                    FindingDocuments.WriteDocument(terminal.Results, findings, totals: null);
                    break;
                case OutputFormat.Jsonl:
                    FindingDocuments.WriteLines(terminal.Results, findings);
                    break;
                default:
                    FindingTable.Write(terminal.Output, findings);
                    break;
            }

            minSeverity.SayHidden(parsed, hidden, terminal);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command CreateShow(Terminal terminal)
    {
        var stored = new StoreOptions(keepsState: true);
        var id = new Argument<string>("ID") { Description = $"The finding's id, or its first digits, at least {FindingIdPrefix.MinLength}." };
        var runbook = new RunbookOption();
        var output = Choice.Of<OutputFormat>("--output", "How to show the finding.");
        var command = new Command(
            "show",
            """
            Shows one finding with its rule's runbook and its events, and what AWS Config says changed with them.

            Example:
              trail findings show 3f2a9c
            """);
        command.Arguments.Add(id);
        stored.AddTo(command);
        runbook.AddTo(command);
        command.Options.Add(output);
        command.SetAction((parsed, token) => TrailCommand.GuardAsync(terminal, async () =>
        {
            using var store = stored.OpenExisting(parsed);
            var detail = await FindAsync(store.Findings, parsed.GetValue(id)!, terminal, token);
            if (detail is null) return ExitCode.Store;
            var changes = store.Configurations is { } configurations
                ? await configurations.ChangesOfAsync(detail.Finding.Key.AccountId, detail.Events.Select(kept => kept.Event), token)
                : [];
            var steps = runbook.StepsOf(detail.Finding.Rule, parsed, terminal);
            if (parsed.GetValue(output) == OutputFormat.Table) FindingPage.Write(terminal.Output, detail, steps, changes);
            else FindingDocuments.WriteDetail(terminal.Results, detail, steps, changes);
            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task<FindingDetail?> FindAsync(IFindingStore store, string id, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            var detail = await store.FindAsync(id, cancellationToken);
            if (detail is null) terminal.Say($"There is no finding '{id}'. See: trail findings list");
            return detail;
        }
        catch (ArgumentException)
        {
            terminal.Say($"'{id}' is not a finding's id: give {FindingIdPrefix.MinLength} to {FindingId.Length} hexadecimal digits. See: trail findings list");
            return null;
        }
        catch (AmbiguousFindingIdException e)
        {
            terminal.Say(e.Message);
            return null;
        }
    }
}
