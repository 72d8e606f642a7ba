namespace CloudTrailLambda.Sigma.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> weighs.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Nothing is wrong; whoever runs the rules should know it all the same, e.g. that a rule waits for a list to be filled.</summary>
    Note,

    /// <summary>The rule works, but something in it is probably not what its author meant.</summary>
    Warning,

    /// <summary>The rule cannot be evaluated as its text says and is refused.</summary>
    Error,
}

/// <summary>One problem in a rule file, with the place where it stands and what to do about it.</summary>
/// <param name="Severity">Whether the rule is refused.</param>
/// <param name="Location">File, line and column of the offending text.</param>
/// <param name="Message">What is wrong, in one sentence without a full stop.</param>
/// <param name="Hint">What to do, or <see langword="null"/> when the message says it all.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, SourceLocation Location, string Message, string? Hint)
{
    /// <summary>One line as compilers print it: <c>file:line:column: error: message (hint)</c>.</summary>
    public override string ToString()
    {
        var severity = Severity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            _ => "note",
        };
        return Hint is null ? $"{Location}: {severity}: {Message}" : $"{Location}: {severity}: {Message} ({Hint})";
    }
}

/// <summary>A place in a rule file.</summary>
/// <param name="File">The file's name as it was given.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column, in UTF-16 code units.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
