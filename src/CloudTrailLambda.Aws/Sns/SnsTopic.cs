using System.Text.RegularExpressions;

namespace CloudTrailLambda.Aws.Sns;

/// <summary>A topic, by its ARN.</summary>
public sealed partial record SnsTopic
{
    private SnsTopic(string arn, string region) => (Arn, Region) = (arn, region);

    /// <summary>The ARN.</summary>
    public string Arn { get; }

    /// <summary>The topic's region: where to call SNS about it.</summary>
    public string Region { get; }

    /// <summary>Reads <c>arn:aws:sns:region:account:name</c>.</summary>
    /// <exception cref="FormatException">It is none, or that of a FIFO topic, to which neither mail nor chat can subscribe.</exception>
    public static SnsTopic Parse(string arn)
    {
        if (Pattern().Match(arn) is not { Success: true } match) throw new FormatException($"'{arn}' is no ARN of an SNS topic: it is written arn:aws:sns:region:account:name");
        if (arn.EndsWith(".fifo", StringComparison.Ordinal)) throw new FormatException($"'{arn}' is a FIFO topic, which sends neither mail nor chat messages: name a standard topic");
        return new SnsTopic(arn, match.Groups["region"].Value);
    }

    /// <summary>The ARN.</summary>
    public override string ToString() => Arn;

    [GeneratedRegex(@"^arn:aws[a-z-]*:sns:(?<region>[a-z]{2,}(-[a-z]+)+-[0-9]+):[0-9]{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
