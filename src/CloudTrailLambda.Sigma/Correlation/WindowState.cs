using System.Globalization;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Correlation;

/// <summary>What a sliding window keeps of the observations in it, so that moving it by one event costs little.</summary>
internal abstract class WindowState
{
    public abstract void Add(Observation observation);

    public abstract void Remove(Observation observation);

    /// <summary>Whether the condition holds in the window that reaches from start to end, both included.</summary>
    public abstract bool Holds(List<Observation> observations, int start, int end);

    public static WindowState For(SigmaCorrelation correlation) => correlation.Type switch
    {
        CorrelationType.EventCount => new EventCount(correlation.Bounds),
        CorrelationType.ValueCount => new ValueCount(correlation.Bounds),
        CorrelationType.Temporal => new Temporal(correlation),
        CorrelationType.TemporalOrdered => new TemporalOrdered(correlation),
        _ => new Statistic(correlation),
    };

    private protected static bool Fulfils(IReadOnlyList<CorrelationBound> bounds, decimal number)
    {
        foreach (var bound in bounds)
        {
            if (!bound.Operator.Holds(number, bound.Value)) return false;
        }

        return true;
    }

    private static void Increase(Dictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static void Decrease(Dictionary<string, int> counts, string key)
    {
        if (counts[key] == 1) counts.Remove(key);
        else counts[key]--;
    }

    private sealed class EventCount(IReadOnlyList<CorrelationBound> bounds) : WindowState
    {
        // An event that several of the rules match is still one event.
        private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

        public override void Add(Observation observation) => Increase(_counts, observation.EventId);

        public override void Remove(Observation observation) => Decrease(_counts, observation.EventId);

        public override bool Holds(List<Observation> observations, int start, int end) => Fulfils(bounds, _counts.Count);
    }

    private sealed class ValueCount(IReadOnlyList<CorrelationBound> bounds) : WindowState
    {
        private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

        public override void Add(Observation observation)
        {
            if (observation.Value is { } value) Increase(_counts, value);
        }

        public override void Remove(Observation observation)
        {
            if (observation.Value is { } value) Decrease(_counts, value);
        }

        public override bool Holds(List<Observation> observations, int start, int end) => _counts.Count > 0 && Fulfils(bounds, _counts.Count);
    }

    private class Temporal(SigmaCorrelation correlation) : WindowState
    {
        private readonly int[] _counts = new int[correlation.Inputs.Count];

        protected SigmaCorrelation Correlation { get; } = correlation;

        protected int Distinct { get; private set; }

        public override void Add(Observation observation)
        {
            if (_counts[observation.Input]++ == 0) Distinct++;
        }

        public override void Remove(Observation observation)
        {
            if (--_counts[observation.Input] == 0) Distinct--;
        }

        public override bool Holds(List<Observation> observations, int start, int end)
        {
            if (Correlation.Expression is { } expression) return Holds(expression);
            return Correlation.Bounds.Count == 0 ? Distinct == _counts.Length : Fulfils(Correlation.Bounds, Distinct);
        }

        private bool Holds(InputExpression expression) => expression switch
        {
            InputExpression.All all => all.Parts.All(Holds),
            InputExpression.Any any => any.Parts.Any(Holds),
            InputExpression.Not not => !Holds(not.Part),
            InputExpression.Appears appears => _counts[appears.Input] > 0,
            _ => throw new ArgumentOutOfRangeException(nameof(expression)),
        };
    }

    /// <summary>
    /// Temporal, and the inputs appear in their order. Events of the same second, CloudTrail's resolution, may stand for
    /// either order; observations sort by time and then by input, which gives them the benefit of the doubt.
    /// </summary>
    private sealed class TemporalOrdered : Temporal
    {
        // _latestStart[input, length]: when the latest chain of that many different inputs in order began that ends with
        // this input. The latest start is the one most likely to lie in the window, so no older chain needs keeping.
        private readonly DateTimeOffset?[,] _latestStart;
        private DateTimeOffset _end;

        public TemporalOrdered(SigmaCorrelation correlation)
            : base(correlation) => _latestStart = new DateTimeOffset?[correlation.Inputs.Count, correlation.Inputs.Count + 1];

        public override void Add(Observation observation)
        {
            base.Add(observation);
            _end = observation.Time;
            var input = observation.Input;
            _latestStart[input, 1] = observation.Time;
            for (var length = 2; length <= input + 1; length++)
            {
                for (var before = 0; before < input; before++)
                {
                    if (_latestStart[before, length - 1] is { } start && !(_latestStart[input, length] > start)) _latestStart[input, length] = start;
                }
            }
        }

        public override bool Holds(List<Observation> observations, int start, int end)
        {
            var longest = LongestChain();
            if (Correlation.Expression is not null) return longest == Distinct && base.Holds(observations, start, end);
            return Correlation.Bounds.Count == 0 ? longest == Correlation.Inputs.Count : Fulfils(Correlation.Bounds, longest);
        }

        private int LongestChain()
        {
            var inputs = Correlation.Inputs.Count;
            for (var length = inputs; length > 0; length--)
            {
                for (var input = length - 1; input < inputs; input++)
                {
                    if (_end - _latestStart[input, length] <= Correlation.Timespan) return length;
                }
            }

            return 0;
        }
    }

    /// <summary>Sum, average, median or percentile of the numbers in the window. What is no number does not count.</summary>
    private sealed class Statistic(SigmaCorrelation correlation) : WindowState
    {
        /// <summary>Beyond this a decimal sum could overflow; no field of a log holds such a number.</summary>
        private const decimal MaxMagnitude = 1_000_000_000_000_000_000m;

        private readonly List<decimal> _sorted = [];
        private decimal _sum;

        public override void Add(Observation observation)
        {
            if (!TryParse(observation, out var number)) return;
            _sum += number;
            var at = _sorted.BinarySearch(number);
            _sorted.Insert(at < 0 ? ~at : at, number);
        }

        public override void Remove(Observation observation)
        {
            if (!TryParse(observation, out var number)) return;
            _sum -= number;
            _sorted.RemoveAt(_sorted.BinarySearch(number));
        }

        public override bool Holds(List<Observation> observations, int start, int end) => _sorted.Count > 0 && Fulfils(correlation.Bounds, Compute());

        private static bool TryParse(Observation observation, out decimal number) =>
            decimal.TryParse(observation.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) <= MaxMagnitude;

        private decimal Compute() => correlation.Type switch
        {
            CorrelationType.ValueSum => _sum,
            CorrelationType.ValueAvg => _sum / _sorted.Count,
            CorrelationType.ValueMedian => Percentile(50),
            _ => Percentile(correlation.Percentile),
        };

        // Linear interpolation between closest ranks, as spreadsheets compute it.
        private decimal Percentile(decimal percentile)
        {
            var rank = percentile / 100 * (_sorted.Count - 1);
            var below = (int)decimal.Floor(rank);
            var above = Math.Min(below + 1, _sorted.Count - 1);
            return _sorted[below] + ((rank - below) * (_sorted[above] - _sorted[below]));
        }
    }
}
