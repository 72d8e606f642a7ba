using System.Reflection;

namespace CloudTrailLambda.Cli;

/// <summary>The lists that are part of the executable: text files beside the code that reads them.</summary>
internal static class EmbeddedList
{
    /// <summary>The lines that say something: neither empty nor a comment, which begins with <c>#</c>.</summary>
    /// <param name="name">The file's folder in the project and its name, with a dot between.</param>
    public static IEnumerable<string> Lines(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream($"CloudTrailLambda.Cli.{name}") ?? throw new InvalidOperationException($"The executable has no list '{name}'.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }
}
