using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Tests.Naive;

/// <summary>What the doc comments of conditions say, written down a second time: slow, obvious, over a tree of strings.</summary>
internal static partial class NaiveEvaluator
{
    private const NumberStyles PlainNumber = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool Holds(Condition condition, NaiveJson record) => condition switch
    {
        Condition.All all => all.Parts.All(part => Holds(part, record)),
        Condition.Any any => any.Parts.Any(part => Holds(part, record)),
        Condition.Not not => !Holds(not.Part, record),
        Condition.Keyword keyword => record.Leaves().Any(leaf => PassesText(keyword.Test, leaf.Text)),
        Condition.Field field => Passes(field.Test, NaivePath.Values(record, field.Path.Text), record),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static bool Passes(ValueTest test, IReadOnlyList<NaiveJson> values, NaiveJson record) => test switch
    {
        ValueTest.Present => values.Count > 0,
        ValueTest.Null => values.Count == 0 || values.Any(value => value.Kind == JsonValueKind.Null),
        ValueTest.FieldReference reference => values.Where(value => value.IsScalar).Any(value =>
            NaivePath.Values(record, reference.Other.Text).Where(other => other.IsScalar).Any(other => Relate(reference, value.Text, other.Text))),
        ValueTest.Text { Pattern.Literal: null } or ValueTest.Regex => values.Any(value =>
            (value.IsScalar || value.Kind == JsonValueKind.Object) && value.Leaves().Any(leaf => PassesText(test, leaf.Text))),
        ValueTest.Text => values.Any(value => value.IsScalar && PassesText(test, value.Text)),
        _ => values.Any(value => value.IsScalar && PassesScalar(test, value)),
    };

    private static bool PassesScalar(ValueTest test, NaiveJson value) => test switch
    {
        ValueTest.Boolean boolean => value.Text.Equals(boolean.Value ? "true" : "false", StringComparison.OrdinalIgnoreCase),
        ValueTest.Number number => value.Text == number.NumberText
            || (value.Kind == JsonValueKind.Number && decimal.TryParse(value.Text, PlainNumber, CultureInfo.InvariantCulture, out var n) && n == number.Value),
        ValueTest.Compare compare => decimal.TryParse(value.Text, PlainNumber, CultureInfo.InvariantCulture, out var n) && compare.Operator.Holds(n, compare.Value),
        ValueTest.Network network => AddressOf(value.Text) is { } address && Bits(address).Length == Bits(network.Range.BaseAddress).Length
            && Bits(address)[..network.Range.PrefixLength] == Bits(network.Range.BaseAddress)[..network.Range.PrefixLength],
        ValueTest.TimePart time => PartOf(value.Text, time.Part) is { } part && time.Operator.Holds(part, time.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(test)),
    };

    private static bool PassesText(ValueTest test, string text) => test switch
    {
        ValueTest.Regex regex => Regex.IsMatch(text, regex.Pattern, regex.Options, TimeSpan.FromSeconds(5)),
        ValueTest.Text { IsCased: var isCased, Pattern: var pattern } => Fits(Steps(pattern, isCased), Letters(text, isCased)),
        _ => throw new ArgumentOutOfRangeException(nameof(test)),
    };

    // One step a letter; null is any run.
    private static List<Func<Rune, bool>?> Steps(TextPattern pattern, bool isCased) => pattern.Parts.SelectMany(part => part switch
    {
        PatternPart.Literal literal => Letters(literal.Text, isCased).ToArray().Select(Func<Rune, bool>? (wanted) => found => found == wanted),
        PatternPart.AnyOne => [_ => true],
        _ => (IEnumerable<Func<Rune, bool>?>)[null],
    }).ToList();

    private static ReadOnlyMemory<Rune> Letters(string text, bool isCased) =>
        (isCased ? text : text.ToUpperInvariant()).EnumerateRunes().ToArray();

    private static bool Fits(List<Func<Rune, bool>?> steps, ReadOnlyMemory<Rune> letters)
    {
        // Which prefixes of the text fit the steps so far: the textbook's table.
        var fits = new bool[letters.Length + 1];
        fits[0] = true;
        foreach (var step in steps)
        {
            var next = new bool[letters.Length + 1];
            for (var i = 0; i <= letters.Length; i++)
            {
                next[i] = step is null ? Array.IndexOf(fits, value: true, 0, i + 1) >= 0 : i > 0 && fits[i - 1] && step(letters.Span[i - 1]);
            }

            fits = next;
        }

        return fits[^1];
    }

    private static bool Relate(ValueTest.FieldReference reference, string text, string other)
    {
        var comparison = reference.IsCased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return reference.Relation switch
        {
            TextRelation.Equals => text.Equals(other, comparison),
            TextRelation.StartsWith => text.StartsWith(other, comparison),
            TextRelation.EndsWith => text.EndsWith(other, comparison),
            _ => text.Contains(other, comparison),
        };
    }

    private static IPAddress? AddressOf(string text)
    {
        if (DottedQuad().IsMatch(text))
        {
            var octets = text.Split('.').Select(int.Parse).ToArray();
            return octets.All(octet => octet <= 255) ? new IPAddress(octets.Select(octet => (byte)octet).ToArray()) : null;
        }

        return SixthVersion().IsMatch(text) && IPAddress.TryParse(text, out var address) ? address : null;
    }

    // Not IPNetwork.Contains: that takes an IPv4 address written as IPv6 for IPv4.
    private static string Bits(IPAddress address) => string.Concat(address.GetAddressBytes().Select(octet => octet.ToString("b8")));

    private static decimal? PartOf(string text, DatePart part)
    {
        var match = IsoDatePattern().Match(text);
        if (!match.Success || !DateTime.TryParseExact(match.Groups["date"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
        return part switch
        {
            DatePart.Year => date.Year,
            DatePart.Month => date.Month,
            DatePart.Day => date.Day,
            DatePart.Week => ISOWeek.GetWeekOfYear(date),
            DatePart.Hour => match.Groups["hour"].Success && int.Parse(match.Groups["hour"].Value) is < 24 and var hour ? hour : null,
            _ => match.Groups["minute"].Success && int.Parse(match.Groups["minute"].Value) is < 60 and var minute ? minute : null,
        };
    }

    [GeneratedRegex(@"\A[0-9]{1,3}(\.[0-9]{1,3}){3}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DottedQuad();

    [GeneratedRegex(@"\A[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixthVersion();

    [GeneratedRegex(@"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ](?<hour>[0-9]{2}):(?<minute>[0-9]{2}))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsoDatePattern();
}
