import Mustache

/// A Mustache template of ours; `{{x}}` escapes as ``PageText`` does, `{{{x}}}` takes markup of ours as it is.
struct HTMLTemplate: Sendable {
    var text: String

    init(_ text: String) { self.text = text }

    /// - Parameter values: whose properties the template names. A property that is nil is looked for in the values
    ///   around it, so names differ where values nest.
    /// - Throws: Mustache's error where the template itself is wrong.
    func filled(with values: Any) throws -> String {
        _ = Self.registration
        return try MustacheTemplate(string: "{{% CONTENT_TYPE:BLOCKWATCH}}" + text).render(values)
    }

    /// Mustache knows content types by name, in one list for the whole process.
    private static let registration: Void = MustacheContentTypes.register(PageText(), named: "BLOCKWATCH")
}
