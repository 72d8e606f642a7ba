using System.CommandLine;
using System.CommandLine.Parsing;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>Options whose values are the names of an enum, in lower case and in the enum's order.</summary>
/// <remarks>The library's own take any number as well, list the values by alphabet and name the C# type when one is wrong.</remarks>
internal static class Choice
{
    /// <summary>An option that is the enum's first value unless it is given.</summary>
    public static Option<T> Of<T>(string name, string description)
        where T : struct, Enum => new(name) { Description = description, HelpName = Names<T>("|"), CustomParser = Parse<T> };

    /// <summary>An option that may be missing.</summary>
    public static Option<T?> OptionalOf<T>(string name, string description)
        where T : struct, Enum => new(name) { Description = description, HelpName = Names<T>("|"), CustomParser = result => Parse<T>(result) };

    private static T Parse<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var given = result.Tokens[^1].Value;
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), given, StringComparison.OrdinalIgnoreCase)) return value;
        }

        result.AddError($"'{given}' is none of: {Names<T>(", ")}");
        return default;
    }

    private static string Names<T>(string separator)
        where T : struct, Enum => string.Join(separator, Enum.GetNames<T>()).ToLowerInvariant();
}
