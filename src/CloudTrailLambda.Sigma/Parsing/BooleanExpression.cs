using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>A leaf of a boolean expression: a name, or <c>1 of name*</c> / <c>all of them</c>.</summary>
internal sealed record Operand(string? Quantifier, string Name, SourceLocation Location);

/// <summary>What the parts of a boolean expression become.</summary>
internal sealed record ExpressionShape<T>(Func<Operand, T?> Leaf, Func<IReadOnlyList<T>, T> All, Func<IReadOnlyList<T>, T> Any, Func<T, T> Not)
    where T : class;

/// <summary>The grammar of Sigma's boolean expressions: recursive descent with a bound on depth.</summary>
internal sealed class BooleanExpression<T>
    where T : class
{
    private const int MaxDepth = 64;

    private readonly YamlScalar _source;
    private readonly DiagnosticLog _log;
    private readonly ExpressionShape<T> _shape;
    private readonly List<Token> _tokens;
    private int _position;

    private BooleanExpression(YamlScalar source, DiagnosticLog log, ExpressionShape<T> shape)
    {
        _source = source;
        _log = log;
        _shape = shape;
        _tokens = Tokenize(source.Text);
    }

    private sealed record Token(string Text, int Offset);

    /// <summary>Returns <see langword="null"/> after logging the first thing that is wrong.</summary>
    public static T? Parse(YamlScalar source, DiagnosticLog log, ExpressionShape<T> shape)
    {
        if (source.Text.Contains('|', StringComparison.Ordinal))
        {
            log.Error(source, "aggregations behind '|' are the obsolete way to count", "write a correlation: `correlation: {type: event_count, …}`");
            return null;
        }

        var parser = new BooleanExpression<T>(source, log, shape);
        var condition = parser.ParseOr(depth: 0);
        if (condition is null) return null;
        return parser.Peek is { } rest ? parser.Fail(rest, $"expected 'and' or 'or' before '{rest.Text}'") : condition;
    }

    private Token? Peek => _position < _tokens.Count ? _tokens[_position] : null;

    private T? ParseOr(int depth) => ParseSeries("or", depth, ParseAnd, _shape.Any);

    private T? ParseAnd(int depth) => ParseSeries("and", depth, ParseNot, _shape.All);

    private T? ParseSeries(string keyword, int depth, Func<int, T?> next, Func<IReadOnlyList<T>, T> join)
    {
        var parts = new List<T>();
        do
        {
            if (next(depth) is not { } part) return null;
            parts.Add(part);
        }
        while (TakeKeyword(keyword));

        return join(parts);
    }

    private T? ParseNot(int depth)
    {
        if (depth > MaxDepth) return Fail(Peek, $"nested deeper than {MaxDepth} levels");
        if (TakeKeyword("not")) return ParseNot(depth + 1) is { } negated ? _shape.Not(negated) : null;
        if (!TakeKeyword("(")) return ParseOperand();
        if (ParseOr(depth + 1) is not { } inner) return null;
        return TakeKeyword(")") ? inner : Fail(Peek, "a closing parenthesis is missing");
    }

    private T? ParseOperand()
    {
        var token = Peek;
        if (token is null || IsKeyword(token.Text)) return Fail(token, "expected the name of a search identifier");
        _position++;
        if (Peek is not { } of || !IsWord(of, "of")) return _shape.Leaf(new Operand(Quantifier: null, token.Text, At(token)));
        _position++;
        var quantifier = token.Text.ToLowerInvariant();
        if (quantifier is not ("1" or "any" or "all")) return Fail(token, $"'{token.Text} of' is not known", "use '1 of' or 'all of'");
        if (Peek is not { } target || IsKeyword(target.Text)) return Fail(Peek, "expected a pattern or 'them' after 'of'");
        _position++;
        var name = IsWord(target, "them") ? "them" : target.Text;
        return _shape.Leaf(new Operand(quantifier == "all" ? "all" : "1", name, At(target)));
    }

    private bool TakeKeyword(string keyword)
    {
        if (Peek is not { } token || !IsWord(token, keyword)) return false;
        _position++;
        return true;
    }

    private static bool IsWord(Token token, string word) => token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsKeyword(string text) => text.ToLowerInvariant() is "and" or "or" or "not" or "of" or "(" or ")";

    private T? Fail(Token? token, string message, string? hint = null)
    {
        const int ShownLength = 120;
        var shown = _source.Text.Length <= ShownLength ? _source.Text : _source.Text[..ShownLength] + "…";
        _log.Error(token is null ? _log.At(_source) : At(token), $"in the condition '{shown}': {message}", hint);
        return null;
    }

    // Exact for the usual one-line plain scalar; folded and quoted ones point near enough.
    private SourceLocation At(Token token)
    {
        var start = _log.At(_source);
        return start with { Column = start.Column + token.Offset };
    }

    private static List<Token> Tokenize(string text)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var start = i++;
            if (text[start] is not ('(' or ')'))
            {
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')')) i++;
            }

            tokens.Add(new Token(text[start..i], start));
        }

        return tokens;
    }
}
