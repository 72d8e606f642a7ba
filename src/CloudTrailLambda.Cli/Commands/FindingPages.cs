using System.Runtime.CompilerServices;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Cli.Commands;

/// <summary>Reads a listing to its end, page by page.</summary>
internal static class FindingPages
{
    public static async IAsyncEnumerable<Finding> AllAsync(
        IFindingStore store, FindingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = query with { Limit = FindingLimits.MaxQueryLimit };
        while (true)
        {
            Finding? last = null;
            var count = 0;
            await foreach (var finding in store.ListAsync(page, cancellationToken))
            {
                yield return finding;
                last = finding;
                count++;
            }

            if (count < page.Limit) yield break;
            page = page with { After = FindingPosition.Of(last!) };
        }
    }
}
