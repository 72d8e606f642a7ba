using System.Text;

namespace CloudTrailLambda.Sigma.Tests.Matching;

public sealed class TextPoolTests
{
    [Theory]
    [InlineData("")]
    [InlineData("arn:aws:iam::111122223333:user/mallory")]
    [InlineData("größe ſ 漢字 🙂")]
    public void A_text_is_made_once(string text)
    {
        var pool = new TextPool();
        var utf8 = Encoding.UTF8.GetBytes(text);

        Assert.Equal(text, pool.Get(utf8));
        Assert.Same(pool.Get(utf8), pool.Get(utf8.ToArray()));
    }

    [Fact]
    public void Texts_stay_what_they_are_however_many_and_however_long()
    {
        var pool = new TextPool();
        for (var i = 0; i < 10_000; i++)
        {
            var text = new string((char)('a' + (i % 26)), i % 600) + i;
            Assert.Equal(text, pool.Get(Encoding.UTF8.GetBytes(text)));
        }
    }
}
