using System.Runtime.InteropServices;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>A finding whose alert is neither sent nor muted.</summary>
/// <param name="Id">The finding.</param>
/// <param name="Severity">Its rule's severity: it decides whether the alert is worth publishing.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AlertDue(FindingId Id, Severity Severity);
