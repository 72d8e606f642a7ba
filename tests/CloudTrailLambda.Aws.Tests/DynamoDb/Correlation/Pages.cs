using System.Text;
using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.Aws.Tests.DynamoDb.Correlation;

/// <summary>Pages of a series, written and read as text.</summary>
internal static class Pages
{
    public const string Series = "series";

    public static StateRange All { get; } = new(Series, long.MinValue, long.MaxValue);

    /// <summary>A page that lasts for some minutes on the clock of a <see cref="HastyClock"/>.</summary>
    public static StateWrite Of(long key, string text = "x", long seen = 0, int minutes = 60) =>
        new(Series, key, seen, Encoding.UTF8.GetBytes(text), new HastyClock().Now.AddMinutes(minutes));

    public static Task<IReadOnlyList<bool>> PutAsync(this ICorrelationState state, params StateWrite[] writes) =>
        state.WriteAsync(writes, CancellationToken.None);

    /// <summary>The pages of all ranges, each as <c>key v1 text</c>.</summary>
    public static async Task<string[]> ShowAsync(this ICorrelationState state, params StateRange[] ranges)
    {
        var read = await state.ReadAsync(ranges, CancellationToken.None);
        return [.. read.SelectMany(pages => pages).Select(page => $"{page.Key} v{page.Version} {Encoding.UTF8.GetString(page.Content.Span)}")];
    }
}
