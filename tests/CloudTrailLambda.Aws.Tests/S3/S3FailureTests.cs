using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Aws.Tests.S3;

public sealed class S3FailureTests
{
    private const string Name = "s3://logs/AWSLogs/a.json";

    [Theory]
    [InlineData(404, "NoSuchKey", typeof(FileNotFoundException), "s3://logs/AWSLogs/a.json is not there")]
    [InlineData(404, "NoSuchVersion", typeof(FileNotFoundException), "or this version of it")]
    [InlineData(404, "NoSuchBucket", typeof(FileNotFoundException), "there is no bucket 'logs'")]
    [InlineData(405, "MethodNotAllowed", typeof(FileNotFoundException), "is not there: it was deleted")]
    [InlineData(403, "AccessDenied", typeof(UnauthorizedAccessException), "AWS denies s3:GetObject on s3://logs/AWSLogs/a.json")]
    [InlineData(403, "AccessDenied", typeof(UnauthorizedAccessException), "kms:Decrypt on the key")]
    [InlineData(403, "AccessDenied", typeof(UnauthorizedAccessException), "a bucket of another account must allow it in its own policy")]
    [InlineData(403, "AccessDenied", typeof(UnauthorizedAccessException), "Without s3:ListBucket an object that is gone is denied as well")]
    [InlineData(403, "InvalidObjectState", typeof(IOException), "Restore it")]
    [InlineData(400, "ExpiredToken", typeof(IOException), "does not accept the credentials (ExpiredToken")]
    [InlineData(403, "InvalidAccessKeyId", typeof(IOException), "Sign in, or set AWS_PROFILE")]
    [InlineData(403, "RequestTimeTooSkewed", typeof(IOException), "RequestTimeTooSkewed")]
    [InlineData(503, "SlowDown", typeof(IOException), "S3 is busy or failing (SlowDown: No)")]
    [InlineData(500, "InternalError", typeof(IOException), "Try again later")]
    [InlineData(400, "KMS.DisabledException", typeof(IOException), "KMS.DisabledException")]
    public async Task Each_error_says_what_to_do_in_the_exception_that_the_port_promises(int status, string code, Type type, string says)
    {
        var e = await OpenAsync(_ => FakeS3.Error(status, code));

        Assert.IsType(type, e);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_may_not_be_used_is_named_as_the_cause()
    {
        var e = await OpenAsync(_ => FakeS3.Error(403, "AccessDenied", "User: arn:aws:iam::1:user/x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:k"));

        Assert.IsType<UnauthorizedAccessException>(e);
        Assert.Contains("is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:k. The objects are encrypted: allow kms:Decrypt", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_fails_is_an_error_that_says_so()
    {
        Assert.Contains("S3 cannot be reached (Connection refused)", (await OpenAsync(_ => throw new HttpRequestException("Connection refused"))).Message, StringComparison.Ordinal);
        Assert.Contains("did not answer in time", (await OpenAsync(_ => throw new TaskCanceledException("timed out"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_stays_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        using var clients = new FakeS3(_ =>
        {
            cancelled.Cancel();
            throw new TaskCanceledException("cancelled");
        }).Clients();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new S3LogObjects(clients, TimeProvider.System).OpenAsync(new LogObject(Name), cancelled.Token));
    }

    [Theory]
    [InlineData("s3://logs/", "names a bucket and no object")]
    [InlineData("s3://Not_A_Bucket/key", "is no bucket's name")]
    [InlineData("a.json", "does not begin with s3://")]
    public async Task A_name_that_is_no_object_is_an_input_error_and_asks_nobody(string name, string says)
    {
        var s3 = new FakeS3(_ => FakeS3.Object(""));
        using var clients = s3.Clients();

        var e = await Assert.ThrowsAsync<IOException>(async () => await new S3LogObjects(clients, TimeProvider.System).OpenAsync(new LogObject(name), CancellationToken.None));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Empty(s3.Requests);
    }

    [Fact]
    public async Task An_object_is_not_read_before_its_bytes_are_asked_for_and_a_body_that_stalls_is_an_error()
    {
        using var body = new EndlessBody(bytesUntilSilence: 100_000);
        var answer = new HttpResponseMessage { Content = new StreamContent(body) };
        answer.Content.Headers.ContentLength = 1L << 40;
        using var clients = new FakeS3(_ => answer).Clients();
        await using var stream = await new S3LogObjects(clients, new LeapingClock()).OpenAsync(new LogObject(Name), CancellationToken.None);
        Assert.InRange(body.BytesRead, 0, 100_000);

        var buffer = new byte[10_000];
        var e = await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        });

        Assert.Equal("S3 sent nothing for 30 s in the middle of the object", e.Message);
    }

    private static async Task<Exception> OpenAsync(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using var clients = new FakeS3(answer).Clients();
        return await Assert.ThrowsAnyAsync<Exception>(async () => await new S3LogObjects(clients, TimeProvider.System).OpenAsync(new LogObject(Name), CancellationToken.None));
    }
}
