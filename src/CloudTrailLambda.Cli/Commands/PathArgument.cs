using System.CommandLine;
using CloudTrailLambda.Cli.Input;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>The paths that a command works on.</summary>
internal static class PathArgument
{
    /// <summary>Paths; a misspelt option among them is refused instead of being looked for as a file.</summary>
    public static Argument<string[]> Create(string description, ArgumentArity arity)
    {
        var paths = new Argument<string[]>("PATH") { Description = description, Arity = arity };
        paths.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-') && token.Value != LogFiles.StandardInput))
            {
                result.AddError($"There is no option '{token.Value}'. A path that begins so is written ./{token.Value}");
            }
        });
        return paths;
    }
}
