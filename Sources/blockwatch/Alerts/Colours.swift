import Records

/// Colours for a terminal; elsewhere, and with NO_COLOR, none.
struct Colours {
    let areOn: Bool

    init(_ environment: [String: String], isTerminal: Bool) {
        areOn = isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    static var ofStandardOutput: Colours {
        Colours(ConfigurationFile.environment, isTerminal: StandardOutput.isTerminal)
    }

    func bold(_ text: String) -> String { painted(text, "1") }
    func faint(_ text: String) -> String { painted(text, "2") }

    /// An alert's severity, or that it takes another one back.
    func severity(_ text: String, _ severity: Alert.Severity, _ state: Alert.State) -> String {
        if state == .resolved { return painted(text, "1;32") }
        return painted(text, severity == .critical ? "1;31" : "1;33")
    }

    private func painted(_ text: String, _ code: String) -> String {
        areOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
