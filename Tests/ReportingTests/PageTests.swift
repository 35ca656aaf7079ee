import Foundation
import Records
import TestSupport
import Testing

@testable import Reporting

/// A page with every kind of content, as a browser sees it.
@Suite(.serialized)
struct PageTests {
    private static let html = Result { try SamplePage.page.html() }

    private func page() throws -> String { try Self.html.get() }

    @Test func isSmallAndNeedsNothing() throws {
        let html = try page()
        #expect(html.utf8.count < 500_000)
        #expect(
            !html.contains("<script") && !html.contains("<img") && !html.contains("<link") && !html.contains("@import"))
        #expect(!html.contains("url("))
        let raw = html.unicodeScalars.filter { $0.isUnreadable && $0 != "\n" }
        #expect(raw.isEmpty)
    }

    @Test func sectionsWithoutANoteHaveNone() throws {
        let page = Page(title: "t", lead: "l", sections: [Section("a", note: "n", []), Section("b", [])])
        let html = try page.html()
        #expect(html.components(separatedBy: "class=\"note\"").count == 2)
        #expect(try !Page(title: "t", lead: "l", sections: [Section("a", [])]).html().contains("<nav"))
    }

    @Test func aBrowserShowsEveryFigureQuietly() throws {
        let noisy = try Browser().document(of: "<script>console.error('loud')</script>")
        #expect(noisy.console.count == 1, "the console would be heard")
        let (document, console) = try Browser().document(of: page())
        #expect(console.isEmpty)
        #expect(document.contains("<title>How gru-32 finds abnormal blocks</title>"))
        #expect(document.components(separatedBy: "<figure").count - 1 == 13)
        #expect(document.components(separatedBy: "<figure role=\"img\" aria-label=").count - 1 == 11)
    }

    @Test func asksNoNetwork() throws {
        let free = Browser.withoutPolicy(try page())
        #expect(!free.contains("http-equiv"))
        #expect(try Browser().requests(of: free) == [])
        #expect(try Browser().document(of: free).console.isEmpty)
        #expect(
            try Browser().requests(of: free + "<img src='http://127.0.0.1:9/x.png'>") == ["http://127.0.0.1:9/x.png"],
            "a request would be seen")
    }

    private struct Structure: Decodable {
        var title: String
        var language: String
        var headings: [Int]
        var links: [Bool]
        var scripts: Int
        var handlers: [String]
        var strangers: Int
        var resources: Int
        var text: String
        var unnamed: Int
    }

    @Test func hostileTextIsOnlyText() throws {
        let structure = try Browser().value(
            Structure.self,
            of: """
                const all = [...document.querySelectorAll('*')];
                return {
                  title: document.title, language: document.documentElement.lang,
                  headings: [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1]),
                  links: [...document.querySelectorAll('nav a')].map(a => !!document.querySelector(a.hash)),
                  scripts: document.scripts.length,
                  handlers: all.flatMap(e => [...e.attributes].map(a => a.name)).filter(n => /^(on|autofocus|src|\\{)/.test(n)),
                  strangers: document.querySelectorAll('img, iframe, object, embed, form, main > b, p > b > b').length,
                  resources: performance.getEntriesByType('resource').length,
                  text: document.body.textContent,
                  unnamed: document.querySelectorAll('figure:not([aria-label])').length,
                };
                """, in: page())
        #expect(structure.title == SamplePage.page.title)
        #expect(structure.language == "en")
        #expect(structure.headings.first == 1)
        #expect(zip(structure.headings, structure.headings.dropFirst()).allSatisfy { $1 - $0 <= 1 && $1 > 1 })
        #expect(structure.links.count == SamplePage.page.sections.count && structure.links.allSatisfy { $0 })
        #expect(structure.scripts == 1, "the measuring one")
        #expect(structure.handlers == [])
        #expect(structure.strangers == 0)
        #expect(structure.resources == 0)
        #expect(structure.unnamed == 0)
        for nasty in SamplePage.nasty {
            let visible = nasty.unicodeScalars.map { $0.isUnreadable ? $0.escaped : String($0) }.joined()
            #expect(structure.text.contains(visible), "\(visible)")
        }
    }

    @Test(arguments: [1280, 720, 400], Browser.Scheme.allCases)
    func isWellLaidOut(_ width: Int, _ scheme: Browser.Scheme) throws {
        let layout = try PageLayout(of: page(), in: Browser(width: width, scheme: scheme))
        #expect(layout.width == width)
        #expect(layout.overflow <= 0)
        #expect(layout.texts > 100)
        #expect(layout.outside == [])
        #expect(layout.overlapping == [])
        #expect(layout.pale == [])
        #expect(layout.ground == (scheme == .dark ? "rgb(18, 22, 28)" : "rgb(251, 251, 250)"))
    }

    private struct Picture: Decodable {
        var colours: Int
        var corner: [Int]
        /// The share of pixels that differ from the corner's.
        var drawn: Double
    }

    @Test(arguments: Browser.Scheme.allCases)
    func isSeen(_ scheme: Browser.Scheme) throws {
        let png = Data(try Browser(scheme: scheme).picture(of: page())).base64EncodedString()
        let picture = try Browser().value(
            Picture.self,
            of: """
                const image = document.images[0], canvas = document.createElement('canvas');
                [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
                const context = canvas.getContext('2d');
                context.drawImage(image, 0, 0);
                const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
                return {
                  colours: new Set(pixels).size, corner: [pixels[0] & 255, pixels[0] >> 8 & 255, pixels[0] >> 16 & 255],
                  drawn: pixels.filter(p => p != pixels[0]).length / pixels.length,
                };
                """, in: "<!DOCTYPE html><img src=\"data:image/png;base64,\(png)\">")
        #expect(picture.colours > 50)
        #expect(picture.drawn > 0.05)
        #expect(picture.corner == (scheme == .dark ? [18, 22, 28] : [251, 251, 250]))
    }
}
