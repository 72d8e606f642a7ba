namespace CloudTrailLambda.Cli.Output;

/// <summary>How coverage is shown.</summary>
internal enum CoverageFormat
{
    /// <summary>ATT&amp;CK's matrix, for people.</summary>
    Table,

    /// <summary>A layer for the ATT&amp;CK Navigator.</summary>
    Navigator,

    /// <summary>The monitoring controls of the CIS benchmark, for people.</summary>
    Cis,

    /// <summary>All of it in one JSON document.</summary>
    Json,
}
