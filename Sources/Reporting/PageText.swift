import Mustache
import Records

extension Unicode.Scalar {
    /// Whether a reader would not see it or be misled by it: what ``isDangerous`` names, zero-width and other invisible
    /// scalars, scalars that Unicode says are no characters.
    var isUnreadable: Bool {
        isDangerous || properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
    }
}

extension String {
    /// The text for an element or an attribute in quotes: markup is escaped, and what cannot be read is made visible as
    /// `\u001B`.
    ///
    /// Scalar by scalar: as a Swift `Character`, a quote with a combining accent is no quote any more, but it still ends
    /// an attribute. Mustache's own escaping misses it.
    var asHTML: String {
        var html = ""
        html.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            switch scalar {
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "&": html += "&amp;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            case _ where !scalar.isUnreadable: html.unicodeScalars.append(scalar)
            case _ where scalar.value <= 0xFFFF: html += scalar.escaped
            default: html += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return html
    }

    /// At most so many characters, the last an ellipsis where some are missing.
    func shortened(to limit: Int) -> String { count <= limit ? self : prefix(max(0, limit - 1)) + "…" }
}

/// How Mustache escapes `{{x}}` in our templates.
struct PageText: MustacheContentType {
    func escapeText(_ text: String) -> String { text.asHTML }
}
