namespace CloudTrailLambda.Aws.Signing;

/// <summary>A request to an AWS API: a POST with a body.</summary>
public sealed record ApiCall
{
    /// <summary>Bytes of a body at most, as it is sent.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Where to.</summary>
    public required AwsEndpoint Endpoint { get; init; }

    /// <summary>The body's media type.</summary>
    public required string ContentType { get; init; }

    /// <summary>The body, at most <see cref="MaxBodyBytes"/>.</summary>
    /// <exception cref="ArgumentException">It is larger.</exception>
    public required byte[] Body
    {
        get;
        init => field = value.Length <= MaxBodyBytes ? value : throw new ArgumentException($"The body has {value.Length:N0} bytes; {MaxBodyBytes:N0} are allowed.", nameof(value));
    }

    /// <summary>Further headers, such as <c>X-Amz-Target</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the error code out of an answer that is no success, in the way of this API; null when there is none.</summary>
    public required Func<ApiReply, string?> ErrorCode { get; init; }
}

/// <summary>An answer of an AWS API.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, at most 1 MiB.</param>
public sealed record ApiReply(int Status, byte[] Body)
{
    /// <summary>Whether the call was done.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
