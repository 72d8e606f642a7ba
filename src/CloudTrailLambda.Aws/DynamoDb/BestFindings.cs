using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>The first findings of a listing, of any number that pass by, in memory for no more than that.</summary>
internal sealed class BestFindings(int limit)
{
    private readonly SortedSet<Finding> _inOrder = new(Comparer<Finding>.Create(
        static (left, right) => FindingPosition.Compare(FindingPosition.Of(left), FindingPosition.Of(right))));

    private readonly Dictionary<FindingId, Finding> _byId = [];

    /// <summary>The findings in order.</summary>
    public IEnumerable<Finding> InOrder => _inOrder;

    public void Add(Finding finding)
    {
        // An index is read page by page, and a finding that gets a new event meanwhile can stand on two of them.
        if (_byId.TryGetValue(finding.Id, out var known))
        {
            if (known.UpdatedAt >= finding.UpdatedAt) return;
            Remove(known);
        }
        _inOrder.Add(finding);
        _byId.Add(finding.Id, finding);
        if (_inOrder.Count > limit) Remove(_inOrder.Max!);
    }

    private void Remove(Finding finding)
    {
        _inOrder.Remove(finding);
        _byId.Remove(finding.Id);
    }
}
