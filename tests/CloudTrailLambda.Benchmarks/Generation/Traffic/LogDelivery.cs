namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>Services that deliver logs to buckets, and those whose bucket policy has not been fixed for months.</summary>
internal static class LogDelivery
{
    private const string Bucket = "org-logs-<account>";

    private const string Resources = $$"""
        [{"type":"AWS::S3::Object","ARNPrefix":"arn:aws:s3:::{{Bucket}}/"},
         {"accountId":"<account>","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::{{Bucket}}"}]
        """;

    public static IEnumerable<TrafficKind> All =>
    [
        new(600, [Service("cloudtrail.amazonaws.com")],
            [
                Put("AWSLogs/<account>/CloudTrail/<region>/<day>/<account>_CloudTrail_<region>_<stamp>_<alnum 16>.json.gz"),
                GetBucketAcl,
            ]),
        new(250, [Service("delivery.logs.amazonaws.com"), Service("vpc-flow-logs.amazonaws.com")],
            [
                Put("AWSLogs/<account>/vpcflowlogs/<region>/<day>/<account>_vpcflowlogs_<region>_fl-0<hex 16 of 5>_<stamp>_<hex 8>.log.gz"),
            ]),
        new(190, [Service("logging.s3.amazonaws.com"), Service("config.amazonaws.com")],
            [
                Put("legacy/<account>/<region>/<day>/access_log_<stamp>_<hex 8>") with
                {
                    ErrorCode = "AccessDenied",
                    ErrorMessage = "Access Denied",
                },
            ]),
    ];

    private static ApiCall GetBucketAcl { get; } = new("s3", "GetBucketAcl", Weight: 4)
    {
        Request = $$"""{"bucketName":"{{Bucket}}","Host":"{{Bucket}}.s3.<region>.amazonaws.com","acl":""}""",
        Additional = """
            {"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,
             "AuthenticationMethod":"AuthHeader","x-amz-id-2":"<base64 75>=","bytesTransferredOut":480}
            """,
        Resources = $$"""[{"accountId":"<account>","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::{{Bucket}}"}]""",
        Extra = """ "sharedEventID":"<uuid>", """,
    };

    private static Actor Service(string host) => new(Identities.Service(host), host, host);

    private static ApiCall Put(string key) => new("s3", "PutObject")
    {
        Request = $$"""
            {"bucketName":"{{Bucket}}","Host":"{{Bucket}}.s3.<region>.amazonaws.com","key":"{{key}}",
             "x-amz-acl":"bucket-owner-full-control","x-amz-server-side-encryption":"aws:kms",
             "x-amz-server-side-encryption-aws-kms-key-id":"arn:aws:kms:<region>:<account>:key/<uuid of 2>"}
            """,
        Response = """
            {"x-amz-server-side-encryption":"aws:kms","x-amz-version-id":"<alnum 32>",
             "x-amz-server-side-encryption-aws-kms-key-id":"arn:aws:kms:<region>:<account>:key/<uuid of 2>"}
            """,
        Additional = """
            {"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":"<int 700 90000>",
             "AuthenticationMethod":"AuthHeader","x-amz-id-2":"<base64 75>=","bytesTransferredOut":0}
            """,
        Resources = Resources,
        Extra = """ "sharedEventID":"<uuid>", """,
        IsData = true,
    };
}
