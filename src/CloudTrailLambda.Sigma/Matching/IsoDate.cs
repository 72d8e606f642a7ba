using System.Buffers.Text;
using System.Globalization;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>Reads parts of <c>2026-10-14T09:05:07Z</c> as they are written.</summary>
internal static class IsoDate
{
    private const int DateLength = 10;
    private const int MinutesEnd = 16;

    public static bool TryGetPart(ReadOnlySpan<byte> text, DatePart part, out int number)
    {
        number = 0;
        if (!TryGetDate(text, out var date)) return false;
        switch (part)
        {
            case DatePart.Year:
                number = date.Year;
                return true;
            case DatePart.Month:
                number = date.Month;
                return true;
            case DatePart.Day:
                number = date.Day;
                return true;
            case DatePart.Week:
                number = ISOWeek.GetWeekOfYear(date.ToDateTime(TimeOnly.MinValue));
                return true;
            case DatePart.Hour:
                return HasTime(text) && TryDigits(text[11..13], out number) && number < 24;
            default:
                return HasTime(text) && TryDigits(text[14..16], out number) && number < 60;
        }
    }

    private static bool TryGetDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length < DateLength || text[4] != (byte)'-' || text[7] != (byte)'-') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    private static bool HasTime(ReadOnlySpan<byte> text) =>
        text.Length >= MinutesEnd && (text[10] is (byte)'T' or (byte)'t' or (byte)' ') && text[13] == (byte)':';

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number) =>
        Utf8Parser.TryParse(text, out number, out var consumed) && consumed == text.Length && char.IsAsciiDigit((char)text[0]);
}
