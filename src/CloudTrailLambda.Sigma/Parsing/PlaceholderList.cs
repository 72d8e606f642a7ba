using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Yaml;

namespace CloudTrailLambda.Sigma.Parsing;

/// <summary>A list that <c>%name%</c> stands for, and where its file declares it.</summary>
/// <param name="Name">The name, without percent signs.</param>
/// <param name="Values">Its values, with their places in the file; empty while nobody has filled it.</param>
/// <param name="Location">Where the name stands.</param>
internal sealed record PlaceholderList(string Name, IReadOnlyList<YamlScalar> Values, SourceLocation Location);

/// <summary>One value that a rule's text became.</summary>
/// <param name="Scalar">The text to test for.</param>
/// <param name="List">The list whose value it is, so that a bad one is told where it stands; null when the rule's text adds something to it.</param>
internal sealed record ExpandedValue(YamlScalar Scalar, PlaceholderList? List);
