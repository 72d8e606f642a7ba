using CloudTrailLambda.Aws.S3;

namespace CloudTrailLambda.Aws.Tests.S3;

public sealed class S3LocationTests
{
    [Theory]
    [InlineData("s3://my-logs/AWSLogs/1/a.json.gz", "my-logs", "AWSLogs/1/a.json.gz")]
    [InlineData("s3://my-logs/", "my-logs", "")]
    [InlineData("s3://my.logs.2", "my.logs.2", "")]
    [InlineData("s3://abc//a//b/", "abc", "/a//b/")]
    [InlineData("s3://abc/100%25 +?x=1#y/ü", "abc", "100%25 +?x=1#y/ü")]
    public void A_place_is_a_bucket_and_a_key_that_is_taken_as_it_stands(string text, string bucket, string key)
    {
        var location = S3Location.Parse(text);

        Assert.Equal((bucket, key), (location.Bucket, location.Key));
        Assert.Equal(location, S3Location.Parse(location.ToString()));
    }

    [Theory]
    [InlineData("logs/a.json", "does not begin with s3://")]
    [InlineData("S3://abc/a", "does not begin with s3://")]
    [InlineData("s3://", "names no bucket")]
    [InlineData("s3:///key", "names no bucket")]
    [InlineData("s3://ab/key", "'ab' is no bucket's name")]
    [InlineData("s3://My_Logs/key", "'My_Logs' is no bucket's name")]
    [InlineData("s3://-logs/key", "'-logs' is no bucket's name")]
    [InlineData("s3://my..logs/key", "'my..logs' is no bucket's name")]
    [InlineData("s3://user:password@logs/key", "is no bucket's name")]
    [InlineData("s3://logs\n/key", "is no bucket's name")]
    [InlineData("s3://arn:aws:s3:eu-west-1:1:accesspoint/x", "of an access point give the alias")]
    public void What_is_none_is_refused_and_why_is_said(string text, string why)
    {
        var e = Assert.Throws<FormatException>(() => S3Location.Parse(text));

        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Write it s3://bucket/key or s3://bucket/prefix", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_has_at_most_as_many_bytes_as_S3_allows()
    {
        Assert.Equal(1024, S3Location.Parse("s3://abc/" + new string('k', 1024)).Key.Length);
        Assert.Throws<FormatException>(() => S3Location.Parse("s3://abc/" + new string('ü', 513)));
        Assert.Throws<FormatException>(() => S3Location.Parse("s3://" + new string('b', 64)));
    }

    [Theory]
    [InlineData("s3://x", true)]
    [InlineData("S3://x", true)]
    [InlineData("s3/x", false)]
    [InlineData("./s3://x", false)]
    public void What_is_meant_for_S3_is_told_from_files(string text, bool isMeant) => Assert.Equal(isMeant, S3Location.IsMeantBy(text));
}
