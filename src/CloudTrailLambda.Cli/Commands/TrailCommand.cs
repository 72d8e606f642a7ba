using System.CommandLine;
using System.CommandLine.Parsing;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>The root command, and what all commands have in common: how they fail.</summary>
internal static class TrailCommand
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var root = new RootCommand($"Detects dangerous calls in AWS CloudTrail logs with Sigma rules.\n\n{ExitCode.Help}");
        root.Subcommands.Add(ScanCommand.Create(terminal));
        root.Subcommands.Add(MatchCommand.Create(terminal));
        root.Subcommands.Add(RulesCommand.Create(terminal));
        root.Subcommands.Add(FindingsCommand.Create(terminal));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            // The library's own help goes where everything else goes.
            var (output, error) = (terminal.Output.Profile.Out.Writer, terminal.Error.Profile.Out.Writer);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }

        foreach (var error in parsed.Errors) terminal.Say(error.Message);
        terminal.Say($"See: trail {string.Concat(Names(parsed.CommandResult).Reverse().Select(name => name + " "))}--help");
        return ExitCode.Invalid;
    }

    // From the inside out, without the root, whose name is that of the file that was started.
    private static IEnumerable<string> Names(CommandResult command)
    {
        for (SymbolResult? level = command; level is CommandResult { Command: not RootCommand } inner; level = level.Parent) yield return inner.Command.Name;
    }

    /// <summary>Runs a command's work; failures that users can mend become a message and an exit code.</summary>
    /// <param name="terminal">Where the message goes.</param>
    /// <param name="work">The command's work; returns its exit code.</param>
    /// <param name="whenInterrupted">What to say after Ctrl-C, where more is to be said than that.</param>
    public static async Task<int> GuardAsync(Terminal terminal, Func<Task<int>> work, string? whenInterrupted = null)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            terminal.Say(whenInterrupted is null ? "Interrupted." : $"Interrupted. {whenInterrupted}");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is Detection.Findings.FindingStoreException or Detection.Correlation.CorrelationStateException)
        {
            terminal.Say(e.Message);
            return ExitCode.Store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Say(e.Message);
            return ExitCode.Unreadable;
        }
    }
}
