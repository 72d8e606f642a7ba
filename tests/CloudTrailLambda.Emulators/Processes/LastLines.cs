namespace CloudTrailLambda.Emulators.Processes;

/// <summary>The end of what a process writes; a test that fails wants the last words, not the memory of hours.</summary>
internal sealed class LastLines
{
    private const int MaxLines = 200;
    private const int MaxCharactersPerLine = 2000;

    private readonly Queue<string> _lines = new();
    private readonly Lock _gate = new();

    public void Add(string? line)
    {
        if (line is null) return;
        lock (_gate)
        {
            if (_lines.Count == MaxLines) _lines.Dequeue();
            _lines.Enqueue(line.Length <= MaxCharactersPerLine ? line : line[..MaxCharactersPerLine] + "…");
        }
    }

    public override string ToString()
    {
        lock (_gate) return string.Join('\n', _lines);
    }
}
