using System.CommandLine;
using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Cli.Input;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>The paths that a command works on.</summary>
internal static class PathArgument
{
    /// <summary>Paths; a misspelt option among them is refused instead of being looked for as a file, and so is a misspelt place in S3.</summary>
    public static Argument<string[]> Create(string description, ArgumentArity arity, bool takesS3 = false)
    {
        var paths = new Argument<string[]>("PATH") { Description = description, Arity = arity };
        paths.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-') && token.Value != LogFiles.StandardInput))
            {
                result.AddError($"There is no option '{token.Value}'. A path that begins so is written ./{token.Value}");
            }

            foreach (var token in result.Tokens.Where(token => S3Location.IsMeantBy(token.Value)))
            {
                if (!takesS3) result.AddError($"'{token.Value}': this command reads files; s3:// is read by: trail scan");
                else if (ProblemOf(token.Value) is { } problem) result.AddError(problem);
            }
        });
        return paths;
    }

    private static string? ProblemOf(string location)
    {
        try
        {
            S3Location.Parse(location);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
