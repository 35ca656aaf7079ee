import Parsing
import Records

/// What stands behind a key: text, a list of texts, or a map of texts. Reading it as something else throws a
/// ``SettingFault`` that says what was expected.
enum SettingValue: Sendable, Hashable {
    case none
    case text(String)
    case list([String])
    case map([String: String])

    func text() throws -> String {
        guard case .text(let text) = self else { throw SettingFault("a text is expected") }
        return text
    }

    /// Nil where nothing stands behind the key: the default.
    func optionalText() throws -> String? {
        switch self {
        case .none, .text(""), .text("off"): nil
        default: try text()
        }
    }

    func optionalAddress() throws -> ListenAddress? {
        guard let text = try optionalText() else { return nil }
        guard let address = ListenAddress(text) else {
            throw SettingFault("an address and a port like 127.0.0.1:9477 or [::1]:9477 are expected, not \"\(text)\"")
        }
        return address
    }

    func timezone() throws -> String {
        let name = try text()
        do {
            try CivilClock.check(zone: name)
        } catch {
            throw SettingFault("\(error)")
        }
        return name
    }

    func list() throws -> [String] {
        switch self {
        case .none: []
        case .text(let text): text.isEmpty ? [] : text.split(separator: ":").map(String.init)
        case .list(let list): list
        case .map: throw SettingFault("a list of texts is expected, like [\"/var/log/hadoop/*.log\"]")
        }
    }

    func map() throws -> [String: String] {
        switch self {
        case .none: [:]
        case .map(let map): map
        default: throw SettingFault("a map of texts is expected, like {\"client.id\": \"blockwatch\"}")
        }
    }

    func flag() throws -> Bool {
        switch try text().lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: throw SettingFault("true or false is expected, not \"\(try text())\"")
        }
    }

    func number(in range: ClosedRange<Int>) throws -> Int {
        let digits = try text().filter { $0 != "_" }
        guard let number = Int(digits), range.contains(number) else {
            throw SettingFault(
                "a whole number from \(range.lowerBound) to \(range.upperBound) is expected, not \"\(try text())\"")
        }
        return number
    }

    func optionalFraction() throws -> Float? {
        guard let text = try optionalText() else { return nil }
        guard let fraction = Float(text), (0...1).contains(fraction) else {
            throw SettingFault("a number from 0 to 1 is expected, not \"\(text)\"")
        }
        return fraction
    }

    func choice<Choice: CaseIterable & RawRepresentable<String>>() throws -> Choice {
        let text = try text()
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: " or ")
            throw SettingFault("\(names) is expected, not \"\(text)\"")
        }
        return choice
    }

    /// Like `250ms`, `5s`, `10m`, `48h`, `2d`; at most ten years.
    func duration() throws -> Duration {
        let text = try text()
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let milliseconds = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let number = Int64(digits), let unit = milliseconds[String(text.dropFirst(digits.count))],
            number <= 315_360_000_000 / Int64(unit)
        else { throw SettingFault("a duration like 5s, 10m or 48h is expected, not \"\(text)\"") }
        return .milliseconds(number * Int64(unit))
    }

    func positiveDuration() throws -> Duration {
        let duration = try duration()
        guard duration > .zero else { throw SettingFault("a duration longer than nothing is expected") }
        return duration
    }
}

/// Why a value does not do; the reader adds the key and the place.
struct SettingFault: Error, Hashable {
    var what: String

    init(_ what: String) {
        self.what = what
    }
}
