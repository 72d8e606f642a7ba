using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Commands;

public sealed class CommandLineTests : Workplace
{
    [Theory]
    [InlineData("There is no option '--frobnicate'", "See: trail scan --help", "scan", ".", "--frobnicate")]
    [InlineData("'xml' is none of: table, json, jsonl", "See: trail scan --help", "scan", ".", "--output", "xml")]
    [InlineData("'1' is none of: table, json, jsonl", "See: trail rules list --help", "rules", "list", "--output", "1")]
    [InlineData("'loud' is none of: informational, low, medium, high, critical", "See: trail findings list --help", "findings", "list", "--min-severity", "loud")]
    [InlineData("'layer' is none of: table, navigator, cis, json", "See: trail rules coverage --help", "rules", "coverage", "--output", "layer")]
    [InlineData("Option '--rules' is required.", "See: trail match --help", "match", ".")]
    [InlineData("Required argument 'PATH' missing for command: 'scan'.", "See: trail scan --help", "scan")]
    [InlineData("Required command was not provided.", "See: trail --help")]
    [InlineData("Findings are kept in one place: give --db or --table, not both.", "See: trail scan --help", "scan", ".", "--db", "a.db", "--table", "t")]
    [InlineData("Findings are kept in one place: give --db or --table, not both.", "See: trail findings list --help", "findings", "list", "--table", "t", "--db", "findings.db")]
    [InlineData("--table needs the name of a table.", "See: trail findings show --help", "findings", "show", "abcdef", "--table", "")]
    [InlineData("--state-table goes with --table: a file keeps both.", "See: trail scan --help", "scan", ".", "--state-table", "t")]
    [InlineData("--state-table needs the name of a table.", "See: trail scan --help", "scan", ".", "--table", "t", "--state-table", " ")]
    [InlineData("Unrecognized command or argument '--state-table'.", "See: trail findings list --help", "findings", "list", "--table", "t", "--state-table", "t")]
    [InlineData("'s3://My_Logs/x' is no place in S3: 'My_Logs' is no bucket's name", "See: trail scan --help", "scan", "s3://My_Logs/x")]
    [InlineData("'S3://logs/x' is no place in S3: it does not begin with s3://", "See: trail scan --help", "scan", ".", "S3://logs/x")]
    [InlineData("'s3://logs/x': this command reads files; s3:// is read by: trail scan", "See: trail match --help", "match", "--rules", ".", "s3://logs/x")]
    [InlineData("'s3://logs/x': this command reads files; s3:// is read by: trail scan", "See: trail rules lint --help", "rules", "lint", "s3://logs/x")]
    public async Task A_wrong_command_line_is_explained_and_nothing_is_done(string message, string see, params string[] args)
    {
        var run = (await Trail.CallAsync(args)).Exits(2);

        Assert.Contains(run.ErrorLines, line => line.StartsWith(message, StringComparison.Ordinal));
        Assert.Equal(see, run.ErrorLines[^1]);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task The_root_help_documents_every_exit_code()
    {
        var help = (await Trail.RunAsync("--help")).Exits(0).Output;

        foreach (var code in typeof(ExitCode).GetFields().Where(field => field is { IsLiteral: true, FieldType.Name: nameof(Int32) }))
        {
            Assert.Matches($@"(?m)^\s+{code.GetRawConstantValue()}\s+\w", help);
        }
    }

    [Fact]
    public async Task The_help_of_each_command_has_an_example_that_parses()
    {
        foreach (var command in (string[])["scan", "match", "rules lint", "rules test", "rules list", "rules coverage", "findings list", "findings show"])
        {
            var help = (await Trail.CallAsync([.. command.Split(' '), "--help"])).Exits(0).Output;
            var example = Assert.Single(TrailRun.Lines(help), line => line.TrimStart().StartsWith($"trail {command} ", StringComparison.Ordinal) && !line.Contains('[', StringComparison.Ordinal));
            // Its files are not there, which is another complaint than that of a command line that is not valid.
            var run = await Trail.CallAsync([.. example.Trim().Split(' ')[1..], .. command is "scan" or "findings list" or "findings show" ? (string[])["--db", Database] : []]);
            Assert.DoesNotContain(run.ErrorLines, line => line.StartsWith("See: trail ", StringComparison.Ordinal) && line.EndsWith("--help", StringComparison.Ordinal));
        }
    }
}
