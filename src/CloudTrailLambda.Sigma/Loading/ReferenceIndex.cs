using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Loading;

/// <summary>Finds documents by what others call them: the id or name first, and, as public rules do it, the title.</summary>
internal sealed class ReferenceIndex
{
    private readonly Dictionary<string, Target> _targets = new(StringComparer.Ordinal);

    public ReferenceIndex(IReadOnlyList<RuleHeader> rules, IReadOnlyList<RuleHeader> correlations)
    {
        foreach (Func<RuleHeader, string?> key in (Func<RuleHeader, string?>[])[header => header.Id, header => header.Name, header => header.Title])
        {
            Add(rules, key, isCorrelation: false);
            Add(correlations, key, isCorrelation: true);
        }
    }

    /// <summary>A document: which list it is in, and where.</summary>
    public sealed record Target(bool IsCorrelation, int Index);

    public IEnumerable<string> Names => _targets.Keys;

    public Target? Find(string reference) => _targets.GetValueOrDefault(Normalize(reference));

    // UUIDs are hexadecimal numbers; names are names.
    private static string Normalize(string reference) => Guid.TryParseExact(reference, "D", out var id) ? id.ToString("D") : reference;

    private void Add(IReadOnlyList<RuleHeader> headers, Func<RuleHeader, string?> key, bool isCorrelation)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (key(headers[i]) is { } name) _targets.TryAdd(Normalize(name), new Target(isCorrelation, i));
        }
    }
}
