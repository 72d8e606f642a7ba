using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Cli.Coverage;

/// <summary>A column of ATT&amp;CK's matrix.</summary>
/// <param name="Id">E.g. <c>TA0003</c>; empty for one that the matrix does not have.</param>
/// <param name="Tag">As rules and the Navigator name it, e.g. <c>persistence</c>.</param>
/// <param name="Name">As people read it.</param>
internal sealed record AttackTactic(string Id, string Tag, string Name);

/// <summary>A technique or sub-technique.</summary>
/// <param name="Id">E.g. <c>T1098</c> or <c>T1098.001</c>.</param>
/// <param name="Name">A sub-technique's without that of its technique; empty for one that the matrix does not have.</param>
/// <param name="Tactics">The tags of its tactics.</param>
internal sealed record AttackTechnique(string Id, string Name, IReadOnlyList<string> Tactics)
{
    public bool IsSubTechnique => Id.Contains('.', StringComparison.Ordinal);

    /// <summary>The technique that a sub-technique is part of; a technique's own id.</summary>
    public static string Base(string id) => id.Split('.')[0];
}

/// <summary>The part of ATT&amp;CK that <c>attack.txt</c> has.</summary>
internal sealed class AttackMatrix
{
    private readonly Dictionary<string, AttackTechnique> _techniques = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _was = new(StringComparer.OrdinalIgnoreCase);

    private AttackMatrix(IEnumerable<string> lines)
    {
        var tactics = new List<AttackTactic>();
        foreach (var line in lines)
        {
            var words = line.Split(' ', 3);
            if (words[0] == "version") Version = words[1];
            else if (words[0] == "was") _was.Add(words[1], words[2]);
            else if (words[0].StartsWith("TA", StringComparison.Ordinal)) tactics.Add(new AttackTactic(words[0], words[1], words[2]));
            else _techniques.Add(words[0], new AttackTechnique(words[0], words[2], words[1].Split(',')));
        }

        Tactics = tactics;
    }

    /// <summary>Read from the executable.</summary>
    public static AttackMatrix Known { get; } = new(EmbeddedList.Lines("Coverage.attack.txt"));

    /// <summary>ATT&amp;CK's version, e.g. <c>18.0</c>.</summary>
    public string Version { get; } = "";

    /// <summary>In ATT&amp;CK's order.</summary>
    public IReadOnlyList<AttackTactic> Tactics { get; }

    public IEnumerable<AttackTechnique> Techniques => _techniques.Values;

    /// <summary>A technique by the id that it has in this version.</summary>
    public AttackTechnique? Find(string id) => _techniques.GetValueOrDefault(id);

    /// <summary>The techniques that a rule names, each once, with the ids that they have in this version.</summary>
    public IEnumerable<string> TechniquesOf(RuleHeader rule) => rule.Techniques.Select(id => _was.GetValueOrDefault(id, id)).Distinct(StringComparer.Ordinal);

    /// <summary>The tags of the tactics that a rule names, each once, as this version has them: by name, with hyphens.</summary>
    public IEnumerable<string> TacticsOf(RuleHeader rule) => rule.Tactics.Select(TagOf).Distinct(StringComparer.Ordinal);

    private string TagOf(string tactic) =>
        _was.GetValueOrDefault(tactic) ?? Tactics.FirstOrDefault(known => known.Id.Equals(tactic, StringComparison.OrdinalIgnoreCase))?.Tag ?? tactic.Replace('_', '-');
}
