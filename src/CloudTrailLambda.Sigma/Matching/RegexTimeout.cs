namespace CloudTrailLambda.Sigma.Matching;

/// <summary>How long a regular expression may search one value when it needs the backtracking engine.</summary>
internal static class RegexTimeout
{
    public static readonly TimeSpan Value = TimeSpan.FromMilliseconds(100);
}
