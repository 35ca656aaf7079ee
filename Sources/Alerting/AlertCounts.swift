import Records

/// How many alerts have been raised.
package struct AlertCounts: Sendable, Hashable {
    /// Firing, with the severity that they were raised with.
    package private(set) var critical = 0
    package private(set) var warning = 0
    package private(set) var resolved = 0

    package init() {}

    package var firing: Int { critical + warning }
    package var all: Int { firing + resolved }

    package mutating func count(_ state: Alert.State, _ severity: Alert.Severity) {
        switch (state, severity) {
        case (.resolved, _): resolved += 1
        case (.firing, .critical): critical += 1
        case (.firing, .warning): warning += 1
        }
    }

    package func encode(into writer: inout StateWriter) {
        for count in [warning, resolved, critical] { writer.write(Int64(count)) }
    }

    /// Version 3 did not keep severities: what fired then counts as a warning.
    /// - Throws: ``StateDamage``.
    package init(from reader: inout StateReader) throws {
        warning = try reader.readCounter()
        resolved = try reader.readCounter()
        if reader.version > 3 { critical = try reader.readCounter() }
    }
}
