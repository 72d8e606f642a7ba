using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection;

/// <summary>What a run came to. Added up over objects.</summary>
/// <param name="Objects">Log objects that were opened, whatever came of it.</param>
/// <param name="ObjectsPassedOver">Of these, objects without events, such as digest files.</param>
/// <param name="Records">Records that were read, duplicates and bad ones not counted.</param>
/// <param name="Duplicates">Records whose event had been read before in this run.</param>
/// <param name="BadRecords">Records that could not be read.</param>
/// <param name="Faults">Everything that could not be read: bad records, and damage to whole objects.</param>
/// <param name="Matches">Rules that matched records, and correlations that were fulfilled.</param>
/// <param name="NewEvents">Events that findings did not have before.</param>
/// <param name="NewFindings">Findings that were not there before.</param>
/// <param name="Alerts">Alerts that were published.</param>
/// <param name="RegexTimeouts">Texts that a regular expression did not finish searching in time; they count as not matching.</param>
/// <param name="MatchesWithoutTime">Matches that correlations did not see because the record does not say when it happened.</param>
public sealed record RunTotals(
    long Objects = 0,
    long ObjectsPassedOver = 0,
    long Records = 0,
    long Duplicates = 0,
    long BadRecords = 0,
    long Faults = 0,
    long Matches = 0,
    long NewEvents = 0,
    long NewFindings = 0,
    long Alerts = 0,
    long RegexTimeouts = 0,
    long MatchesWithoutTime = 0)
{
    /// <summary>When the latest event happened that a finding did not have before; null without one.</summary>
    public DateTimeOffset? LatestNewEvent { get; init; }

    /// <summary>Both together.</summary>
    public RunTotals Plus(RunTotals other) => new(
        Objects + other.Objects,
        ObjectsPassedOver + other.ObjectsPassedOver,
        Records + other.Records,
        Duplicates + other.Duplicates,
        BadRecords + other.BadRecords,
        Faults + other.Faults,
        Matches + other.Matches,
        NewEvents + other.NewEvents,
        NewFindings + other.NewFindings,
        Alerts + other.Alerts,
        RegexTimeouts + other.RegexTimeouts,
        MatchesWithoutTime + other.MatchesWithoutTime)
    {
        LatestNewEvent = Later(LatestNewEvent, other.LatestNewEvent),
    };

    /// <summary>These, and what a store said of some matches.</summary>
    internal RunTotals Plus(StoreOutcome outcome, IReadOnlyList<FindingMatch> matches) => this with
    {
        NewEvents = NewEvents + outcome.NewEvents,
        NewFindings = NewFindings + outcome.New.Count,
        LatestNewEvent = outcome.NewEvents == 0 ? LatestNewEvent : Later(LatestNewEvent, matches.Max(match => match.Event.EventTime)),
    };

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;
}
