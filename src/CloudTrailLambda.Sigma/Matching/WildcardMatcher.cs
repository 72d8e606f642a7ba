using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>
/// Any pattern, on UTF-16. Greedy with one level of backtracking: when a part after a run does not fit, the last run
/// takes one character more. Never worse than text length × pattern length.
/// </summary>
internal sealed class WildcardMatcher : TextMatcher
{
    private readonly bool _isCased;
    private readonly Step[] _steps;

    public WildcardMatcher(TextPattern pattern, bool isCased)
    {
        _isCased = isCased;
        _steps = new Step[pattern.Parts.Sum(part => part is PatternPart.Literal literal ? literal.Text.Length : 1)];
        var next = 0;
        foreach (var part in pattern.Parts)
        {
            if (part is not PatternPart.Literal literal)
            {
                _steps[next++] = new Step(part is PatternPart.AnyOne ? StepKind.AnyOne : StepKind.AnyRun, default);
                continue;
            }

            foreach (var c in literal.Text) _steps[next++] = new Step(StepKind.Character, isCased ? c : char.ToUpperInvariant(c));
        }
    }

    public override int Cost => 10;

    private enum StepKind
    {
        Character,
        AnyOne,
        AnyRun,
    }

    public override bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers) => IsMatch(buffers.Decode(text));

    private bool IsMatch(ReadOnlySpan<char> text)
    {
        const int NoRun = -1;
        var (at, step) = (0, 0);
        var (runStep, runEnd) = (NoRun, 0);
        while (at < text.Length)
        {
            if (step < _steps.Length && _steps[step].Kind == StepKind.AnyRun)
            {
                (runStep, runEnd) = (step++, at);
            }
            else if (step < _steps.Length && Fits(_steps[step], text[at]))
            {
                at += _steps[step].Kind == StepKind.AnyOne ? CharacterLength(text, at) : 1;
                step++;
            }
            else if (runStep != NoRun)
            {
                runEnd += CharacterLength(text, runEnd);
                (at, step) = (runEnd, runStep + 1);
            }
            else
            {
                return false;
            }
        }

        while (step < _steps.Length && _steps[step].Kind == StepKind.AnyRun) step++;
        return step == _steps.Length;
    }

    private bool Fits(Step step, char c) =>
        step.Kind == StepKind.AnyOne || step.Character == (_isCased ? c : char.ToUpperInvariant(c));

    private static int CharacterLength(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private readonly record struct Step(StepKind Kind, char Character);
}
