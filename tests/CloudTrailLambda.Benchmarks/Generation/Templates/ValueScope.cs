namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>For how long a placeholder keeps its value.</summary>
internal enum ValueScope
{
    /// <summary>A new value every time.</summary>
    Fresh,

    /// <summary>The same wherever the placeholder stands in one record.</summary>
    Record,

    /// <summary>As Record, and one of a limited number of values that the account has.</summary>
    Pool,

    /// <summary>The same for all records of one session.</summary>
    Session,

    /// <summary>The same for all records of one role or user.</summary>
    Role,
}
