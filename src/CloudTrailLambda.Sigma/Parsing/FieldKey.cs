using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>
/// A key of a detection map, taken apart: <c>field|modifier|modifier</c>. The modifiers are sorted by what they do:
/// <see cref="Kind"/> says what the value is, <see cref="Transforms"/> rewrite texts in the order written, flags qualify.
/// </summary>
internal sealed record FieldKey
{
    public required string Field { get; init; }

    public required IReadOnlyList<string> Modifiers { get; init; }

    /// <summary>The one modifier that says what the value is (<c>re</c>, <c>cidr</c>, …), or <see langword="null"/> for text.</summary>
    public string? Kind { get; init; }

    /// <summary>Modifiers that rewrite the text, in the order written.</summary>
    public required IReadOnlyList<string> Transforms { get; init; }

    public bool Has(string modifier) => Modifiers.Contains(modifier, StringComparer.Ordinal);

    /// <summary>Splits a key; logs unknown and contradictory modifiers and returns <see langword="null"/> then.</summary>
    public static FieldKey? Parse(YamlScalar key, DiagnosticLog log)
    {
        var parts = key.Text.Split('|');
        var modifiers = parts[1..];
        var errorsBefore = log.ErrorCount;
        foreach (var modifier in modifiers.Where(modifier => !ModifierNames.All.Contains(modifier)))
        {
            log.Error(key, $"unknown modifier '{modifier}'", Suggestion.For(modifier, ModifierNames.All.Order(StringComparer.Ordinal)));
        }

        if (modifiers.Distinct(StringComparer.Ordinal).Count() != modifiers.Length) log.Error(key, "a modifier stands twice");
        var kinds = modifiers.Where(ModifierNames.Kinds.Contains).ToArray();
        if (!AreCompatible(kinds)) log.Error(key, $"the modifiers {string.Join(" and ", kinds)} contradict each other");
        var flagsOfRegex = modifiers.Where(ModifierNames.IsRegexFlag).ToArray();
        if (flagsOfRegex.Length > 0 && !kinds.Contains("re")) log.Error(key, $"'{flagsOfRegex[0]}' qualifies 're' and stands alone here");
        CheckTransforms(key, modifiers, kinds, log);
        if (log.ErrorCount > errorsBefore) return null;

        return new FieldKey
        {
            Field = parts[0],
            Modifiers = modifiers,
            // A comparison after a time part compares that part: `eventTime|hour|gte: 20`.
            Kind = kinds.FirstOrDefault(ModifierNames.IsDatePart) ?? kinds.FirstOrDefault(),
            Transforms = modifiers.Where(ModifierNames.Transforms.Contains).ToArray(),
        };
    }

    // Of the modifiers that say what the value is, only `re` and `fieldref` go with one that says where it stands.
    private static void CheckTransforms(YamlScalar key, string[] modifiers, string[] kinds, DiagnosticLog log)
    {
        if (kinds.FirstOrDefault(kind => kind is not ("re" or "fieldref")) is not { } kind) return;
        foreach (var modifier in modifiers.Where(modifier => modifier == "cased" || ModifierNames.Transforms.Contains(modifier)))
        {
            log.Error(key, $"'{modifier}' is for texts and means nothing with '{kind}'", $"remove '{modifier}'");
        }
    }

    private static bool AreCompatible(string[] kinds) => kinds.Length switch
    {
        <= 1 => true,
        2 => kinds.Any(ModifierNames.IsDatePart) && kinds.Any(ModifierNames.IsComparison),
        _ => false,
    };
}
