/// A part of a ``Page`` with a heading of its own, which the table of contents lists.
package struct Section: Sendable {
    package var title: String
    /// How to read what follows, in smaller type.
    package var note: String?
    package var contents: [Content]

    package init(_ title: String, note: String? = nil, _ contents: [Content]) {
        self.title = title
        self.note = note
        self.contents = contents
    }
}
