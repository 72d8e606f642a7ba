namespace CloudTrailLambda.StoreContracts;

/// <summary>Runbooks as rules have them, for whoever shows or sends them.</summary>
public static class SampleRunbook
{
    /// <summary>What real ones look like.</summary>
    public static IReadOnlyList<string> Ordinary { get; } = ["Switch the trail on again.", "Ask the caller for the change that this belongs to.", "If there is none, end the caller's sessions and deactivate its keys."];

    /// <summary>One that has this text in every step.</summary>
    public static IReadOnlyList<string> Saying(string text) => [text, $"{text} and {text}"];

    /// <summary>Steps that are as many and as long as a rule file can have, all of one character.</summary>
    public static IReadOnlyList<string> Largest(string character) => [.. Enumerable.Repeat(string.Concat(Enumerable.Repeat(character, 2_048)), 500)];
}
