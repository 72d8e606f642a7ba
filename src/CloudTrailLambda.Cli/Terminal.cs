using CloudTrailLambda.Cli.Output;
using CloudTrailLambda.Detection.Findings;
using Spectre.Console;

namespace CloudTrailLambda.Cli;

/// <summary>Where a command writes to. Results go to standard output, everything said about them to standard error.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Messages, progress.</param>
/// <param name="Results">Standard output as bytes, for JSON. Not to be mixed with <paramref name="Output"/>.</param>
internal sealed record Terminal(IAnsiConsole Output, IAnsiConsole Error, Stream Results)
{
    /// <summary>Columns without a terminal: none to wrap at, so that a finding and a message stay on one line.</summary>
    private const int PipedWidth = 1_000_000;

    /// <summary>The process's own streams.</summary>
    public static Terminal Standard() => new(
        ConsoleOn(Console.Out, Console.IsOutputRedirected),
        ConsoleOn(Console.Error, Console.IsErrorRedirected),
        Console.OpenStandardOutput());

    /// <summary>The same without a terminal, for those who call the commands in their own process.</summary>
    public static Terminal Piped(TextWriter output, TextWriter error, Stream results) =>
        new(ConsoleOn(output, isRedirected: true), ConsoleOn(error, isRedirected: true), results);

    /// <summary>Whether somebody is looking: only then progress is shown.</summary>
    public bool IsInteractive => Error.Profile.Capabilities.Interactive;

    /// <summary>Writes a line to standard error. It may hold names of files and texts of rules, so it is escaped like data.</summary>
    public void Say(string message) => Error.WriteLine(PrintableText.Of(message));

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
            // On build servers that it knows, the library would switch escape sequences back on.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = !isRedirected },
        });
        if (isRedirected) console.Profile.Width = PipedWidth;
        return console;
    }
}
