using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>Which fields of a record each correlation needs: what to ask the matcher to keep, and where to read it afterwards.</summary>
public sealed class CorrelationFields
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];

    /// <summary>Collects the group-by and value fields of all correlations over rules.</summary>
    public CorrelationFields(IReadOnlyList<SigmaCorrelation> correlations)
    {
        foreach (var correlation in correlations)
        {
            for (var input = 0; input < correlation.Inputs.Count; input++)
            {
                foreach (var name in correlation.GroupBy.Concat(correlation.Fields)) Add(correlation.Resolve(name, input));
            }
        }
    }

    /// <summary>The distinct field paths.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>Index of a path in <see cref="Paths"/>.</summary>
    public int this[string path] => _positions[path];

    private void Add(string path)
    {
        if (_positions.TryAdd(path, _paths.Count)) _paths.Add(path);
    }
}
