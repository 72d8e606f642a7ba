namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>A part of a text that is filled in for each record.</summary>
internal abstract class Placeholder
{
    /// <summary>Writes UTF-8 to the start of <paramref name="target"/> and returns the number of bytes.</summary>
    public abstract int Write(Span<byte> target, RecordContext context);

    /// <summary>
    /// Reads what stands between the angle brackets: <c>hex 17</c>, <c>base32 17 per role</c>, <c>uuid of 20</c>,
    /// <c>int 1 500</c>, <c>pick a|b|c per session</c>, <c>account</c>, <c>time</c> and so on.
    /// </summary>
    /// <exception cref="FormatException">There is no such placeholder.</exception>
    public static Placeholder Parse(string text)
    {
        if (RecordField.TryParse(text) is { } field)
        {
            return field;
        }

        var (value, scope, poolSize) = SplitScope(text);
        var salt = SplitMix64.HashOf(text);
        if (value.StartsWith("pick ", StringComparison.Ordinal))
        {
            // An unscoped choice holds for the record: its ARN and its parameters must name the same bucket.
            return new Choice(value[5..].Split('|'), scope == ValueScope.Fresh ? ValueScope.Record : scope, salt);
        }

        var words = value.Split(' ');
        return words switch
        {
            ["uuid"] => new Uuid(scope, salt, poolSize),
            ["int", var least, var most] => new WholeNumber(int.Parse(least), int.Parse(most)),
            [var alphabet, var length] => new RandomText(alphabet, int.Parse(length), scope, salt, poolSize),
            _ => throw new FormatException($"Unknown placeholder <{text}>."),
        };
    }

    private static (string Value, ValueScope Scope, int PoolSize) SplitScope(string text)
    {
        if (text.EndsWith(" per session", StringComparison.Ordinal))
        {
            return (text[..^" per session".Length], ValueScope.Session, 0);
        }

        if (text.EndsWith(" per role", StringComparison.Ordinal))
        {
            return (text[..^" per role".Length], ValueScope.Role, 0);
        }

        var of = text.LastIndexOf(" of ", StringComparison.Ordinal);
        return of >= 0 && int.TryParse(text.AsSpan(of + 4), out var poolSize)
            ? (text[..of], ValueScope.Pool, poolSize)
            : (text, ValueScope.Fresh, 0);
    }
}
