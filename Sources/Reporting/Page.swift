/// A report: one HTML page that needs nothing beside itself, neither network nor script.
package struct Page: Sendable {
    /// What the report was made from, for who wants to make it again: data set, seed, command.
    package struct Fact: Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var title: String
    /// The result in a sentence.
    package var lead: String
    package var facts: [Fact]
    package var sections: [Section]

    package init(title: String, lead: String, facts: [Fact] = [], sections: [Section] = []) {
        self.title = title
        self.lead = lead
        self.facts = facts
        self.sections = sections
    }

    /// - Throws: only if a template of ours is wrong.
    package func html() throws -> String {
        struct Part {
            var number: Int
            var heading: String
            var note: String?
            var content: String
        }
        struct Values {
            var title: String
            var lead: String
            var style: String
            var facts: [Fact]
            var hasFacts: Bool
            var hasContents: Bool
            var parts: [Part]
        }
        let parts = try sections.enumerated().map { index, section in
            Part(
                number: index + 1, heading: section.title, note: section.note,
                content: try section.contents.map { try $0.markup() }.joined(separator: "\n"))
        }
        return try Self.template.filled(
            with: Values(
                title: title, lead: lead, style: Stylesheet.text, facts: facts, hasFacts: !facts.isEmpty,
                hasContents: parts.count > 1, parts: parts))
    }

    /// The policy is a second lock: even if an escape failed, a browser would run and fetch nothing.
    private static let template = HTMLTemplate(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>
        {{{style}}}
        </style>
        </head>
        <body>
        <header>
        <h1>{{title}}</h1>
        <p class="lead">{{lead}}</p>
        {{#hasFacts}}
        <dl class="facts">
        {{#facts}}
        <div><dt>{{name}}</dt><dd>{{value}}</dd></div>
        {{/facts}}
        </dl>
        {{/hasFacts}}
        </header>
        <div class="body{{#hasContents}} listed{{/hasContents}}">
        {{#hasContents}}
        <nav aria-labelledby="contents">
        <h2 id="contents">Contents</h2>
        <ol>
        {{#parts}}
        <li><a href="#section-{{number}}">{{heading}}</a></li>
        {{/parts}}
        </ol>
        </nav>
        {{/hasContents}}
        <main>
        {{#parts}}
        <section id="section-{{number}}" aria-labelledby="heading-{{number}}">
        <h2 id="heading-{{number}}">{{heading}}</h2>
        {{#note}}
        <p class="note">{{.}}</p>
        {{/note}}
        {{{content}}}
        </section>
        {{/parts}}
        </main>
        </div>
        </body>
        </html>

        """)
}
