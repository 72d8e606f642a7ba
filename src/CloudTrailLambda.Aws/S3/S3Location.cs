using System.Text;
using System.Text.RegularExpressions;

namespace CloudTrailLambda.Aws.S3;

/// <summary>A place in S3, written <c>s3://bucket/key</c>: an object, or the prefix of several. Equal by content.</summary>
/// <remarks>The key is taken as it stands: nothing in it is percent-decoded, and <c>?</c> and <c>#</c> are letters like others.</remarks>
public sealed partial record S3Location
{
    private const string Scheme = "s3://";
    private const int MaxKeyBytes = 1024;

    private S3Location(string bucket, string key) => (Bucket, Key) = (bucket, key);

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <summary>The key or prefix, without a slash before it; empty for the whole bucket.</summary>
    public string Key { get; }

    /// <summary>Whether a text is meant to be a place in S3, valid or not.</summary>
    public static bool IsMeantBy(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>s3://bucket/key</c>, <c>s3://bucket/</c> or <c>s3://bucket</c>.</summary>
    /// <exception cref="FormatException">It is none of these; the message says why, for people.</exception>
    public static S3Location Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) throw Invalid(text, $"it does not begin with {Scheme}");
        var slash = text.IndexOf('/', Scheme.Length);
        var (bucket, key) = slash < 0 ? (text[Scheme.Length..], "") : (text[Scheme.Length..slash], text[(slash + 1)..]);
        if (bucket.Length == 0) throw Invalid(text, "it names no bucket");
        if (bucket.StartsWith("arn:", StringComparison.Ordinal)) throw Invalid(text, "it has an ARN where the bucket's name belongs; of an access point give the alias");
        if (!BucketName().IsMatch(bucket) || bucket.Contains("..", StringComparison.Ordinal))
            throw Invalid(text, $"'{bucket}' is no bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at both ends");
        if (Encoding.UTF8.GetByteCount(key) > MaxKeyBytes) throw Invalid(text, $"its key has more than {MaxKeyBytes} bytes");
        return new S3Location(bucket, key);
    }

    /// <summary><c>s3://bucket/key</c>.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}";

    private static FormatException Invalid(string text, string why) => new($"'{text}' is no place in S3: {why}. Write it s3://bucket/key or s3://bucket/prefix");

    // CloudTrail asks for these names of its buckets, also in us-east-1 where S3 once allowed others:
    // "Naming requirements" in the CloudTrail user guide.
    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BucketName();
}
