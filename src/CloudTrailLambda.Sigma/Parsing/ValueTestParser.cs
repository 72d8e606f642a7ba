using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>Turns one scalar, in the light of its key's modifiers, into tests of which one must pass.</summary>
internal sealed class ValueTestParser(DiagnosticLog log)
{
    /// <summary>Logs what is wrong and returns <see langword="null"/>, or returns at least one test.</summary>
    public IReadOnlyList<ValueTest>? Parse(FieldKey key, YamlScalar value)
    {
        if (value.IsNull && (key.Kind is not null || key.Transforms.Count > 0 || key.Has("cased") || key.Field.Length == 0))
        {
            log.Error(value, $"'{string.Join('|', [key.Field, .. key.Modifiers])}' needs a value", $"null stands alone: `{key.Field}: null`");
            return null;
        }

        return key.Kind switch
        {
            null => ParsePlain(key, value),
            "re" => ParseRegex(key, value),
            "cidr" => ParseNetwork(value),
            "exists" => ParseExists(value),
            "fieldref" => ParseFieldReference(key, value),
            var part when ModifierNames.DatePartOf(part) is { } datePart => ParseNumber(value, part) is { } number
                ? [new ValueTest.TimePart(datePart, ComparisonOf(key), number)]
                : null,
            var comparison => ParseNumber(value, comparison) is { } bound ? [new ValueTest.Compare(ComparisonOf(key), bound)] : null,
        };
    }

    private IReadOnlyList<ValueTest>? ParsePlain(FieldKey key, YamlScalar value)
    {
        if (key.Transforms.Count == 0)
        {
            switch (value.Type)
            {
                case ScalarType.Null:
                    return [new ValueTest.Null()];
                case ScalarType.Boolean:
                    return [new ValueTest.Boolean(value.Text.Equals("true", StringComparison.OrdinalIgnoreCase))];
                case ScalarType.Number when TryParseDecimal(value.Text, out var number):
                    return [new ValueTest.Number(value.Text, number)];
            }
        }

        try
        {
            var isCased = key.Has("cased");
            return TextTransforms.Apply(TextPattern.Parse(value.Text), key.Transforms)
                .Select(ValueTest (pattern) => new ValueTest.Text(TextTransforms.Finish(pattern), isCased))
                .ToArray();
        }
        catch (FormatException e)
        {
            log.Error(value, e.Message);
            return null;
        }
    }

    private IReadOnlyList<ValueTest>? ParseRegex(FieldKey key, YamlScalar value)
    {
        if (key.Transforms.FirstOrDefault(transform => transform is not ("contains" or "startswith" or "endswith")) is { } wrong)
        {
            log.Error(value, $"'{wrong}' cannot be joined with 're'", "a regular expression is not encoded");
            return null;
        }

        var options = key.Modifiers.Aggregate(
            RegexOptions.CultureInvariant, (flags, modifier) => flags | (ModifierNames.RegexFlagOf(modifier) ?? RegexOptions.None));
        try
        {
            if (value.Text.Contains("[[:", StringComparison.Ordinal))
            {
                log.Error(value, "POSIX classes such as [[:alpha:]] are not supported", "write the characters: [a-zA-Z]");
                return null;
            }

            var pattern = PcreSyntax.ToDotNet(value.Text);
            if (key.Has("startswith")) pattern = $@"\A(?:{pattern})";
            if (key.Has("endswith")) pattern = $@"(?:{pattern})\z";
            _ = new Regex(pattern, options, Matching.RegexTimeout.Value);
            return [new ValueTest.Regex(pattern, options)];
        }
        catch (ArgumentException e)
        {
            log.Error(value, $"not a regular expression: {e.Message.TrimEnd('.')}");
            return null;
        }
    }

    private IReadOnlyList<ValueTest>? ParseNetwork(YamlScalar value)
    {
        // A lone address is the network of just that address, as in pySigma.
        if (IsAddress(value.Text) && IPAddress.TryParse(value.Text, out var address))
        {
            return [new ValueTest.Network(new IPNetwork(address, address.GetAddressBytes().Length * 8))];
        }

        var written = value.Text.Split('/')[0];
        if (IsAddress(written) && IPNetwork.TryParse(value.Text, out var network))
        {
            if (!IPAddress.Parse(written).Equals(network.BaseAddress)) log.Warning(value, $"'{value.Text}' means the network {network}");
            return [new ValueTest.Network(network)];
        }

        log.Error(value, $"'{value.Text}' is not a network in CIDR notation", "e.g. 10.0.0.0/8 or 2001:db8::/32");
        return null;
    }

    // IPAddress also reads 10.1, 010.0.0.1 (octal), 0xA.0.0.1, [::1]:443 and fe80::1%2, which mean something else to a reader.
    private static bool IsAddress(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal)) return text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
        var octets = text.Split('.');
        return octets.Length == 4 && octets.All(octet => octet is "0" || (octet.Length is >= 1 and <= 3 && octet[0] != '0' && octet.All(char.IsAsciiDigit)));
    }

    private IReadOnlyList<ValueTest>? ParseExists(YamlScalar value)
    {
        if (value.Type == ScalarType.Boolean) return [new ValueTest.Present()];
        log.Error(value, $"'exists' takes true or false, not '{value.Text}'");
        return null;
    }

    private IReadOnlyList<ValueTest>? ParseFieldReference(FieldKey key, YamlScalar value)
    {
        if (TextPattern.Parse(value.Text).Literal is not { Length: > 0 } other)
        {
            log.Error(value, "'fieldref' takes the plain name of a field, without wildcards");
            return null;
        }

        var relation = key.Transforms switch
        {
            [] => TextRelation.Equals,
            ["startswith"] => TextRelation.StartsWith,
            ["endswith"] => TextRelation.EndsWith,
            ["contains"] => TextRelation.Contains,
            _ => (TextRelation?)null,
        };
        if (relation is null)
        {
            log.Error(value, $"'fieldref' cannot be joined with {string.Join(" and ", key.Transforms)}");
            return null;
        }

        return [new ValueTest.FieldReference(new FieldPath(other), relation.Value, key.Has("cased"))];
    }

    private decimal? ParseNumber(YamlScalar value, string modifier)
    {
        if (TryParseDecimal(value.Text, out var number)) return number;
        log.Error(value, $"'{modifier}' takes a number, not '{value.Text}'");
        return null;
    }

    private static bool TryParseDecimal(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static ComparisonOperator ComparisonOf(FieldKey key)
    {
        foreach (var modifier in key.Modifiers)
        {
            if (ModifierNames.ComparisonOf(modifier) is { } comparison) return comparison;
        }

        return ComparisonOperator.Equal;
    }
}
