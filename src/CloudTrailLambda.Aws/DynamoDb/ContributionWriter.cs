using CloudTrailLambda.Detection.Findings;
using Polly;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>What adding a contribution changed.</summary>
internal sealed record AddedContribution(bool Existed, bool Changed, AlertState Alert, int NewEvents);

/// <summary>
/// Adds what one log object brings to one finding: reads, decides, writes if nobody has changed the finding meanwhile, and otherwise
/// begins again.
/// </summary>
internal sealed class ContributionWriter(TableClient table, FindingStoreOptions options, TimeProvider clock)
{
    private readonly FindingStateReader _reader = new(table);
    private readonly WriteStepPlanner _planner = new(options);
    private readonly ResiliencePipeline<bool> _conflicts = StoreRetries.ForConflicts(clock);

    public async Task<AddedContribution> AddAsync(
        FindingContribution contribution, string logObject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var progress = new Progress(contribution, logObject, now);
        while (!progress.IsComplete)
        {
            // The patience is for each step: one that is written is progress.
            if (!await _conflicts.ExecuteAsync(async token => await TryStepAsync(progress, token), cancellationToken))
                throw table.Contended(contribution.Id);
        }
        return progress.ToAdded();
    }

    private async Task<bool> TryStepAsync(Progress progress, CancellationToken cancellationToken)
    {
        progress.State ??= await _reader.ReadAsync(progress.Contribution, progress.LogObject, cancellationToken);
        var step = _planner.Plan(progress.State, progress.Contribution, progress.LogObject, progress.Now);
        if (!step.WritesNothing)
        {
            var expiresAt = progress.Now.ToUnixTimeSeconds() + (long)options.EventRetention.TotalSeconds;
            var items = WriteStepItems.Of(step, table.TableName, progress.LogObject, expiresAt);
            if (!await table.TryWriteAsync(items, cancellationToken))
            {
                progress.State = null;
                return false;
            }
        }
        progress.Advance(step);
        return true;
    }

    private sealed class Progress(FindingContribution contribution, string logObject, DateTimeOffset now)
    {
        private bool? _existed;
        private bool _changed;
        private int _newEvents;

        public FindingContribution Contribution => contribution;

        public string LogObject => logObject;

        public DateTimeOffset Now => now;

        /// <summary>What the table says; null if that must be read.</summary>
        public FindingState? State { get; set; }

        public bool IsComplete { get; private set; }

        public void Advance(WriteStep step)
        {
            _existed ??= step.Before is not null;
            _changed |= step.ChangesFinding;
            _newEvents += step.NewEvents;
            State = State!.After(step);
            IsComplete = step.IsLast;
        }

        public AddedContribution ToAdded() => new(_existed!.Value, _changed, State!.Summary!.Finding.Alert, _newEvents);
    }
}
