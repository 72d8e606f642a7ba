using System.Globalization;
using System.Text;
using CloudTrailLambda.Sigma.Correlation;

namespace CloudTrailLambda.Sigma.Tests.Correlation;

/// <summary>The short way for the usual form says what the long way says, or nothing.</summary>
public sealed class EventTimeTextTests
{
    [Theory]
    [InlineData("2026-10-14T09:08:07Z", true)]
    [InlineData("2024-02-29T23:59:59Z", true)]
    [InlineData("0001-01-01T00:00:00Z", true)]
    [InlineData("9999-12-31T23:59:59Z", true)]
    [InlineData("2026-02-29T00:00:00Z", false)]
    [InlineData("2026-13-01T00:00:00Z", false)]
    [InlineData("2026-00-10T00:00:00Z", false)]
    [InlineData("0000-01-01T00:00:00Z", false)]
    [InlineData("2026-10-14T24:00:00Z", false)]
    [InlineData("2026-10-14T09:60:00Z", false)]
    [InlineData("2026-10-14T09:08:60Z", false)]
    [InlineData("2026-10-14 09:08:07Z", false)]
    [InlineData("2026-1a-14T09:08:07Z", false)]
    [InlineData("2026-10-14T09:08:07.5Z", false)]
    [InlineData("2026-10-14T09:08:07+1", false)]
    [InlineData("", false)]
    public void A_time_of_the_usual_form_is_read_from_its_bytes(string text, bool isRead)
    {
        Assert.Equal(isRead, EventTimeText.TryParse(Encoding.UTF8.GetBytes(text), out var time));
        if (!isRead) return;
        Assert.True(EventTimeText.TryParse(text, out var expected));
        Assert.Equal(expected, time);
    }

    [Theory]
    [InlineData("2026-10-14 09:08:07.000000000", "2026-10-14T09:08:07.0000000Z")]
    [InlineData("2026-10-14T09:08:07.123456789Z", "2026-10-14T09:08:07.1234567Z")]
    [InlineData("2026-10-14T09:08:07.123456789123+02:00", "2026-10-14T07:08:07.1234567Z")]
    [InlineData("2026-10-14T09:08:07.5Z", "2026-10-14T09:08:07.5000000Z")]
    public void A_fraction_may_be_finer_than_what_is_kept(string text, string expected)
    {
        Assert.True(EventTimeText.TryParse(text, out var time));
        Assert.Equal(expected, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-10-14T09:08:07.12345678a9Z")]
    [InlineData("2026-10-14T09:08.123456789Z")]
    [InlineData(".123456789")]
    [InlineData(null)]
    public void Other_text_with_a_long_fraction_is_no_time(string? text) => Assert.False(EventTimeText.TryParse(text, out _));
}
