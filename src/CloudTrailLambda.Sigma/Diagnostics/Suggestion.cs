namespace CloudTrailLambda.Sigma.Diagnostics;

/// <summary>Finds the known word that an unknown one was probably meant to be.</summary>
public static class Suggestion
{
    // Two edits catch a transposition or a doubled letter; three would turn "re" into "all".
    private const int MaxEdits = 2;

    private const int MaxListed = 40;

    /// <summary>"did you mean 'x'?" for the closest known word, or the list of all of them when none is close.</summary>
    /// <param name="word">The unknown word.</param>
    /// <param name="known">The known ones.</param>
    public static string For(string word, IEnumerable<string> known)
    {
        var words = known.ToArray();
        return Closest(word, words) is { } match ? $"did you mean '{match}'?" : List(words);
    }

    /// <summary>The closest known word, or <see langword="null"/> when none is close.</summary>
    /// <param name="word">The unknown word.</param>
    /// <param name="known">The known ones.</param>
    public static string? Closest(string word, IEnumerable<string> known)
    {
        // Half of a short word is another word.
        var maxEdits = Math.Min(MaxEdits, word.Length / 2);
        return known.Where(candidate => Math.Abs(candidate.Length - word.Length) <= maxEdits)
            .Select(candidate => (candidate, distance: EditDistance(word, candidate)))
            .Where(pair => pair.distance <= maxEdits)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault().candidate;
    }

    private static string List(string[] words) => words.Length switch
    {
        0 => "none is known",
        <= MaxListed => $"known: {string.Join(", ", words)}",
        _ => $"known: {string.Join(", ", words.Take(MaxListed))} and {words.Length - MaxListed} more",
    };

    private static int EditDistance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, substitution);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
