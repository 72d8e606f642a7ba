using CloudTrailLambda.Sigma.Diagnostics;

namespace CloudTrailLambda.Sigma.Rules;

/// <summary>What a Sigma document says of itself: the fields shared by rules, correlations and filters.</summary>
public sealed record RuleHeader
{
    /// <summary>The mandatory title.</summary>
    public required string Title { get; init; }

    /// <summary>The document's UUID as text, or <see langword="null"/> when it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The name by which correlations refer to it, or <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>What it means and why it matters.</summary>
    public string Description { get; init; } = "";

    /// <summary>Severity; <see cref="Level.Medium"/> is assumed where a rule has none, see <see cref="HasLevel"/>.</summary>
    public Level Level { get; init; } = Level.Medium;

    /// <summary>Whether the document states a level.</summary>
    public bool HasLevel { get; init; }

    /// <summary>Tags such as <c>attack.persistence</c> and <c>attack.t1098.001</c>, lower case.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Links to the sources.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Known harmless causes.</summary>
    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    /// <summary>The log source it is written for; empty for correlations.</summary>
    public LogSource LogSource { get; init; } = LogSource.Unspecified;

    /// <summary>What stands under <c>custom</c>: how findings are grouped and what to do about them.</summary>
    public RuleCustom Custom { get; init; } = RuleCustom.Default;

    /// <summary>Where the document starts.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>ATT&amp;CK technique ids in ATT&amp;CK's spelling, e.g. <c>T1098.001</c>, from the tags.</summary>
    public IEnumerable<string> Techniques =>
        Tags.Where(tag => tag.StartsWith("attack.t", StringComparison.Ordinal) && tag.Length > 8 && char.IsAsciiDigit(tag[8]))
            .Select(tag => tag["attack.".Length..].ToUpperInvariant());

    /// <summary>ATT&amp;CK tactic names as tags spell them, e.g. <c>privilege-escalation</c>.</summary>
    public IEnumerable<string> Tactics =>
        Tags.Where(tag => tag.StartsWith("attack.", StringComparison.Ordinal) && tag.Length > 8 && !char.IsAsciiDigit(tag[8]))
            .Select(tag => tag["attack.".Length..]);
}

/// <summary>A rule's log source. Parts that the rule leaves out are <see langword="null"/>.</summary>
/// <param name="Product">E.g. <c>aws</c>.</param>
/// <param name="Service">E.g. <c>cloudtrail</c>.</param>
/// <param name="Category">E.g. <c>process_creation</c>.</param>
public sealed record LogSource(string? Product, string? Service, string? Category)
{
    /// <summary>No restriction at all.</summary>
    public static LogSource Unspecified { get; } = new(null, null, null);

    /// <summary>Whether records of <paramref name="other"/> are among those that this log source describes.</summary>
    public bool Covers(LogSource other) =>
        Covers(Product, other.Product) && Covers(Service, other.Service) && Covers(Category, other.Category);

    private static bool Covers(string? mine, string? other) => mine is null || string.Equals(mine, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The part of <c>custom</c> that this product reads.</summary>
/// <param name="GroupBy">Field paths that make one finding; empty = the product's default.</param>
/// <param name="Window">Length of event time that one finding covers; <see langword="null"/> = the product's default.</param>
/// <param name="Runbook">What to do next, step by step.</param>
public sealed record RuleCustom(IReadOnlyList<string> GroupBy, TimeSpan? Window, IReadOnlyList<string> Runbook)
{
    /// <summary>A group of more fields than this is a mistake.</summary>
    public const int MaxGroupFields = 16;

    /// <summary>Nothing said.</summary>
    public static RuleCustom Default { get; } = new([], null, []);
}
