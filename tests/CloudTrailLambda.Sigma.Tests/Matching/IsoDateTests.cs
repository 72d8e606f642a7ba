using System.Globalization;
using System.Text;
using CloudTrailLambda.Sigma.Conditions;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma.Tests.Matching;

public sealed class IsoDateTests
{
    [Fact]
    public void Parts_are_those_of_the_calendar()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var time = new DateTime(random.Next(1, 10_000), random.Next(1, 13), random.Next(1, 29), random.Next(24), random.Next(60), random.Next(60), DateTimeKind.Utc);
            var text = time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

            Assert.Equal(
                [time.Minute, time.Hour, time.Day, ISOWeek.GetWeekOfYear(time), time.Month, time.Year],
                Enum.GetValues<DatePart>().Select(part => Part(text, part)));
        }
    }

    [Theory]
    [InlineData("2024-02-29", DatePart.Day, 29)]
    [InlineData("2024-12-30T00:00:00Z", DatePart.Week, 1)]
    [InlineData("2027-01-01", DatePart.Week, 53)]
    [InlineData("2026-10-14 09:05", DatePart.Hour, 9)]
    [InlineData("2026-10-14t09:05:00+02:00", DatePart.Hour, 9)]
    [InlineData("2026-10-14T09:05:07.123456Z", DatePart.Minute, 5)]
    [InlineData("2026-10-14", DatePart.Hour, null)]
    [InlineData("2026-10-14T24:00", DatePart.Hour, null)]
    [InlineData("2026-10-14T09:60", DatePart.Minute, null)]
    [InlineData("2026-10-14T+9:+5", DatePart.Hour, null)]
    [InlineData("2026-10-14T-0:05", DatePart.Hour, null)]
    [InlineData("2026-02-29", DatePart.Day, null)]
    [InlineData("2026-13-01", DatePart.Month, null)]
    [InlineData("2026-00-01", DatePart.Month, null)]
    [InlineData("2026-+1-01", DatePart.Month, null)]
    [InlineData("0000-01-01", DatePart.Year, null)]
    [InlineData("20261014", DatePart.Year, null)]
    [InlineData("14.10.2026", DatePart.Year, null)]
    [InlineData("", DatePart.Year, null)]
    public void Parts_are_read_as_written_and_only_from_dates(string text, DatePart part, int? expected) => Assert.Equal(expected, Part(text, part));

    private static int? Part(string text, DatePart part) => IsoDate.TryGetPart(Encoding.UTF8.GetBytes(text), part, out var number) ? number : null;
}
