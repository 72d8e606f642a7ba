using System.CommandLine;
using Spectre.Console;

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
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (var error in parsed.Errors) terminal.Error.WriteLine(error.Message);
        terminal.Error.WriteLine($"See: trail {string.Join(' ', args.TakeWhile(arg => !arg.StartsWith('-')))} --help");
        return ExitCode.Invalid;
    }

    /// <summary>Runs a command's work; failures that users can mend become a message and an exit code.</summary>
    public static async Task<int> GuardAsync(Terminal terminal, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Interrupted. What was stored by now is kept; scan again to complete it.");
            return ExitCode.Interrupted;
        }
        catch (Detection.Findings.FindingStoreException e)
        {
            terminal.Error.WriteLine(e.Message);
            return ExitCode.Store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(e.Message);
            return ExitCode.Unreadable;
        }
    }
}
