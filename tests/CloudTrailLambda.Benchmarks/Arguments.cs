namespace CloudTrailLambda.Benchmarks;

/// <summary>The <c>--name value</c> pairs of a sub command.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">A name is unknown, repeated, or has no value.</exception>
    public Arguments(ReadOnlySpan<string> words, params ReadOnlySpan<string> known)
    {
        for (var at = 0; at < words.Length; at += 2)
        {
            var name = words[at];
            if (!known.Contains(name) || at + 1 == words.Length || !_values.TryAdd(name, words[at + 1]))
            {
                throw new UsageException($"{name} is not one of {string.Join(' ', known)}, is repeated, or has no value.");
            }
        }
    }

    /// <exception cref="UsageException">It was not given.</exception>
    public string Text(string name) =>
        _values.TryGetValue(name, out var value) ? value : throw new UsageException($"{name} is missing.");

    /// <summary>The value, or another when it was not given.</summary>
    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    /// <exception cref="UsageException">It is no whole number from 0 to 2,147,483,647.</exception>
    public int Number(string name, int otherwise)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return otherwise;
        }

        return int.TryParse(value, out var number) && number >= 0
            ? number
            : throw new UsageException($"{name}: '{value}' is no whole number.");
    }
}

/// <summary>What was typed makes no sense; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
