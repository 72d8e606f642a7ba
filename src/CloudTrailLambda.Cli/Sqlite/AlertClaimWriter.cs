using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Writes who publishes an alert. Each change is one statement, and so a transaction of its own.</summary>
internal sealed class AlertClaimWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _claim = new(
        connection,
        $"""
        UPDATE finding SET alert = 'claimed', alert_claimant = ?2, alert_claimed_until_ms = ?3
        WHERE id = ?1 AND (alert = 'pending' OR alert = 'claimed' AND (alert_claimant = ?2 OR alert_claimed_until_ms <= ?4))
        RETURNING {FindingRow.Columns}
        """);

    private readonly Statement _selectState = new(connection, "SELECT alert FROM finding WHERE id = ?1");

    private readonly Statement _end = new(
        connection,
        """
        UPDATE finding SET alert = ?3, alert_claimant = NULL, alert_claimed_until_ms = NULL
        WHERE id = ?1 AND alert = 'claimed' AND alert_claimant = ?2
        """);

    public AlertClaim Claim(FindingId id, string claimant, DateTimeOffset until, DateTimeOffset now)
    {
        // All rows are read, not the first alone: until then the change is not committed.
        var claimed = _claim.Bind(1, id.ToString()).Bind(2, claimant).Bind(3, until.ToUnixTimeMilliseconds()).Bind(4, now.ToUnixTimeMilliseconds())
            .ReadAll(FindingRow.Read);
        if (claimed.Count > 0) return new AlertClaim(AlertClaimResult.Claimed, claimed[0].Finding);
        var state = _selectState.Bind(1, id.ToString()).ReadFirst(static row => row.Text(0));
        // Pending: another process gave it back a moment ago, and asking again will get it.
        return state is "claimed" or "pending" ? AlertClaim.Held : AlertClaim.Settled;
    }

    public bool End(FindingId id, string claimant, AlertState state)
    {
        _end.Bind(1, id.ToString()).Bind(2, claimant).Bind(3, state.ToString().ToLowerInvariant()).Run();
        return true;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_claim, _selectState, _end]) statement.Dispose();
    }
}
