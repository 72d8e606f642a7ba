using System.Text;

namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>One of a few texts.</summary>
internal sealed class Choice(string[] options, ValueScope scope, ulong salt) : Placeholder
{
    private readonly byte[][] _options = [.. options.Select(Encoding.UTF8.GetBytes)];

    public override int Write(Span<byte> target, RecordContext context)
    {
        var option = _options[SplitMix64.Below(context.Key(scope, salt, 0), _options.Length)];
        option.CopyTo(target);
        return option.Length;
    }
}
