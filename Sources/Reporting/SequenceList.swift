import Records

/// Blocks with what was said of them and what happened to them, event by event: a detector's mistakes, mostly.
package struct SequenceList: Sendable {
    package struct Event: Sendable, Hashable {
        /// As in `E5`.
        package var name: String
        /// The template's text.
        package var text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }

        /// With the published template's text.
        package init(_ kind: EventKind) {
            self.init(name: kind.name, text: kind.template)
        }
    }

    package struct Entry: Sendable {
        package var id: String
        /// What it was: `abnormal`.
        package var actual: String
        /// What was said of it: `normal`.
        package var said: String
        package var score: Double
        package var events: [Event]

        package init(id: String, actual: String, said: String, score: Double, events: [Event]) {
            self.id = id
            self.actual = actual
            self.said = said
            self.score = score
            self.events = events
        }
    }

    package var entries: [Entry]
    /// Of the scores.
    package var decimals: Int

    package init(_ entries: [Entry], decimals: Int = 4) {
        self.entries = entries
        self.decimals = decimals
    }

    func markup() throws -> String {
        struct Step {
            var name: String
            var text: String
            var times: String?
        }
        struct Item {
            var id: String
            var actual: String
            var said: String
            var score: String
            var length: String
            var isFirst: Bool
            var steps: [Step]
        }
        struct Values {
            var items: [Item]
            var isEmpty: Bool
        }
        let items = entries.enumerated().map { index, entry in
            Item(
                id: entry.id, actual: entry.actual, said: entry.said, score: entry.score.text(decimals: decimals),
                length: entry.events.count == 1 ? "1 event" : entry.events.count.grouped + " events",
                isFirst: index == 0,
                steps: EventRun.folding(entry.events).map {
                    Step(name: $0.event.name, text: $0.event.text, times: $0.count > 1 ? "×" + $0.count.grouped : nil)
                })
        }
        return try Self.template.filled(with: Values(items: items, isEmpty: items.isEmpty))
    }

    private static let template = HTMLTemplate(
        """
        {{#isEmpty}}
        <p class="nothing">none</p>
        {{/isEmpty}}
        {{#items}}
        <article class="sequence">
        <h3>{{id}}</h3>
        <p class="verdict">was <b>{{actual}}</b>, said <b>{{said}}</b>, score <b>{{score}}</b>, {{length}}</p>
        <p class="chips">{{#steps}}<span title="{{text}}">{{name}}{{#times}} {{.}}{{/times}}</span> {{/steps}}</p>
        <details{{#isFirst}} open{{/isFirst}}>
        <summary>In words</summary>
        <ol>
        {{#steps}}
        <li><b>{{name}}</b>{{#times}} <i>{{.}}</i>{{/times}} <span>{{text}}</span></li>
        {{/steps}}
        </ol>
        </details>
        </article>
        {{/items}}
        """)
}
