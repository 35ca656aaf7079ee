import Testing

@testable import Reporting

struct PageTextTests {
    @Test(arguments: [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"),
        ("</script><script>", "&lt;/script&gt;&lt;script&gt;"),
        // One Character, which is no quote; a browser sees the quote.
        ("\"\u{301}x", "&quot;\u{301}x"), ("<\u{338}", "&lt;\u{338}"),
        ("\u{202E}cod.exe", "\\u202ecod.exe"), ("\u{2066}", "\\u2066"), ("\0", "\\u0000"),
        ("\u{1B}[31m", "\\u001b[31m"), ("a\r\nb", "a\\u000d\\u000ab"), ("\u{85}", "\\u0085"),
        ("a\u{200B}b", "a\\u200bb"), ("\u{FEFF}", "\\ufeff"), ("\u{E0041}", "\\u{e0041}"), ("\u{FFFF}", "\\uffff"),
        ("Grüße, 日本, €, 🦊", "Grüße, 日本, €, 🦊"),
    ])
    func makesTextHarmless(_ text: String, _ html: String) {
        #expect(text.asHTML == html)
    }

    @Test func templatesEscapeAsWellAndDoNotReadTheirValues() throws {
        struct Values { var x = "\"\u{301}><{{y}}\u{1B}" }
        #expect(
            try HTMLTemplate("<p title=\"{{x}}\">").filled(with: Values())
                == "<p title=\"&quot;\u{301}&gt;&lt;{{y}}\\u001b\">")
    }

    @Test func drawingsEscapeAttributesAndText() {
        var svg = SVG(width: 1, height: 1)
        svg.add("text", [("class", "\"><script>")], content: "<&")
        #expect(svg.markup(style: "wide").hasSuffix("<text class=\"&quot;&gt;&lt;script&gt;\">&lt;&amp;</text></svg>"))
    }

    /// Each Character taken off measured the whole text again.
    @Test func aLongTextIsFittedInTimeOfItsLength() {
        let fitted = SVG.fitting(String(repeating: "e\u{301}", count: 1_000_000), width: 100)
        #expect(fitted.hasPrefix("e\u{301}e\u{301}") && fitted.hasSuffix("…") && SVG.width(of: fitted) <= 100)
        #expect(SVG.fitting("short", width: 100) == "short" && SVG.fitting("none", width: 1) == "…")
    }

    @Test func shortens() {
        #expect("abcdef".shortened(to: 6) == "abcdef")
        #expect("abcdefg".shortened(to: 6) == "abcde…")
    }
}
