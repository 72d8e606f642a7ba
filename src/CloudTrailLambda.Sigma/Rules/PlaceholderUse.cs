using CloudTrailLambda.Sigma.Diagnostics;

namespace CloudTrailLambda.Sigma.Rules;

/// <summary>A list without values that a document needs.</summary>
/// <param name="Name">The list's name, without percent signs.</param>
/// <param name="Location">Where the document names it.</param>
/// <param name="DeclaredIn">The file that declares it and where its values belong.</param>
public sealed record PlaceholderUse(string Name, SourceLocation Location, string DeclaredIn);
