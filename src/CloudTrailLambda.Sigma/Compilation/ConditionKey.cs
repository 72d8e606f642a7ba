using System.Text;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>A text that is the same for conditions that ask the same. Records compare lists by reference, so conditions do not say it themselves.</summary>
internal static class ConditionKey
{
    public static string Of(Condition condition)
    {
        var key = new StringBuilder();
        Append(condition, key);
        return key.ToString();
    }

    private static void Append(Condition condition, StringBuilder key)
    {
        switch (condition)
        {
            case Condition.All all:
                Append("all", all.Parts, key);
                break;
            case Condition.Any any:
                Append("any", any.Parts, key);
                break;
            case Condition.Not not:
                Append("not", [not.Part], key);
                break;
            case Condition.Field field:
                AppendText(field.Path.Text, key);
                Append(field.Test, key);
                break;
            case Condition.Keyword keyword:
                key.Append("keyword");
                Append(keyword.Test, key);
                break;
        }
    }

    private static void Append(string name, IReadOnlyList<Condition> parts, StringBuilder key)
    {
        key.Append(name).Append('(');
        foreach (var part in parts)
        {
            Append(part, key);
            key.Append(',');
        }

        key.Append(')');
    }

    private static void Append(ValueTest test, StringBuilder key)
    {
        if (test is not ValueTest.Text text)
        {
            // The other tests hold no lists, so that their own text says all.
            AppendText(test.ToString(), key);
            return;
        }

        key.Append(text.IsCased ? "=" : "~");
        foreach (var part in text.Pattern.Parts)
        {
            if (part is PatternPart.Literal literal) AppendText(literal.Text, key);
            else key.Append(part is PatternPart.AnyRun ? '*' : '?');
        }
    }

    // With its length before it, no text can be mistaken for another.
    private static void AppendText(string text, StringBuilder key) => key.Append(text.Length).Append(':').Append(text);
}
