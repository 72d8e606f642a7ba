using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Diagnostics;

/// <summary>Collects what is wrong while one file is read, so that an author sees every problem at once.</summary>
internal sealed class DiagnosticLog(string file)
{
    private readonly List<Diagnostic> _entries = [];

    public IReadOnlyList<Diagnostic> Entries => _entries;

    public int ErrorCount { get; private set; }

    public SourceLocation At(YamlNode node) => new(file, node.Line, node.Column);

    public void Error(YamlNode node, string message, string? hint = null) => Error(At(node), message, hint);

    public void Error(SourceLocation location, string message, string? hint = null)
    {
        ErrorCount++;
        _entries.Add(new Diagnostic(DiagnosticSeverity.Error, location, message, hint));
    }

    /// <summary>Takes in what was found in another file on behalf of this one.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == DiagnosticSeverity.Error) ErrorCount++;
        _entries.Add(diagnostic);
    }

    public void Warning(YamlNode node, string message, string? hint = null) =>
        _entries.Add(new Diagnostic(DiagnosticSeverity.Warning, At(node), message, hint));
}
