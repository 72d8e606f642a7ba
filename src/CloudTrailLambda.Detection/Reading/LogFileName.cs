namespace CloudTrailLambda.Detection.Reading;

/// <summary>Which names, below a folder or a prefix, are those of logs. What is named itself is read whatever its name is.</summary>
public static class LogFileName
{
    private static readonly string[] Endings = [".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".gz"];

    /// <summary>The endings in words, for messages.</summary>
    public const string Description = "a log by its name (.json, .jsonl, .ndjson, each also with .gz, or .gz)";

    /// <summary>Whether a path or key ends as a log's does; upper and lower case are the same.</summary>
    public static bool IsLog(string name) => Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
