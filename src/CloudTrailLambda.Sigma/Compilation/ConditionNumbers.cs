using System.Globalization;
using System.Text;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>
/// Numbers conditions, so that those that ask the same have the same number. Records compare lists by reference, so conditions do not say
/// it themselves. A whole is known by the numbers of its parts: a filter that stands in hundreds of rules is read once.
/// </summary>
internal sealed class ConditionNumbers
{
    private readonly Dictionary<Condition, int> _ofObject = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _ofKey = new(StringComparer.Ordinal);
    private readonly StringBuilder _key = new();

    /// <summary>The number, from 0, without gaps.</summary>
    public int Of(Condition condition)
    {
        if (_ofObject.TryGetValue(condition, out var known)) return known;
        var key = KeyOf(condition);
        if (!_ofKey.TryGetValue(key, out var number)) _ofKey.Add(key, number = _ofKey.Count);
        _ofObject.Add(condition, number);
        return number;
    }

    private string KeyOf(Condition condition) => condition switch
    {
        Condition.All all => KeyOf("all", all.Parts),
        Condition.Any any => KeyOf("any", any.Parts),
        Condition.Not not => KeyOf("not", [not.Part]),
        Condition.Field field => KeyOf(field.Path.Text, field.Test),
        Condition.Keyword keyword => KeyOf("keyword", keyword.Test),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private string KeyOf(string name, IReadOnlyList<Condition> parts)
    {
        // Before the text is begun: the parts are put together in the same place.
        var numbers = new int[parts.Count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = Of(parts[i]);
        _key.Clear().Append(name);
        foreach (var number in numbers) _key.Append(' ').Append(number);
        return _key.ToString();
    }

    private string KeyOf(string name, ValueTest test)
    {
        _key.Clear();
        AppendText(name);
        if (test is ValueTest.Text text)
        {
            _key.Append(text.IsCased ? '=' : '~');
            foreach (var part in text.Pattern.Parts)
            {
                if (part is PatternPart.Literal literal) AppendText(literal.Text);
                else _key.Append(part is PatternPart.AnyRun ? '*' : '?');
            }
        }
        else
        {
            // The other tests hold no lists, so that their own text says all.
            AppendText(test.ToString());
        }

        return _key.ToString();
    }

    // With its length before it, no text can be mistaken for another.
    private void AppendText(string text) => _key.Append(CultureInfo.InvariantCulture, $"{text.Length}:").Append(text);
}
