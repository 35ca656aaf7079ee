import Records
import Yams

/// Everything that is wrong with a configuration: one line for each fault, with file and line where it has one.
package struct ConfigurationError: Fault, Hashable {
    package var exitCode: ExitCode { .wrongConfiguration }
    package var faults: [String]

    package init(faults: [String]) {
        self.faults = faults
    }

    package var description: String { faults.joined(separator: "\n") }
    package var lines: [String] { faults }
}

/// The one reader of configurations: YAML, then the environment on top.
package enum ConfigurationReader {
    /// - Parameters:
    ///   - yaml: the file's text.
    ///   - path: how errors name the file.
    ///   - environment: variables like `BLOCKWATCH_INPUT_FILES` override the file.
    /// - Throws: ``ConfigurationError`` with every fault.
    package static func read(yaml: String, path: String, environment: [String: String]) throws -> Configuration {
        let reading = readAll(yaml: yaml, path: path, environment: environment)
        if !reading.faults.isEmpty { throw ConfigurationError(faults: reading.faults) }
        return reading.configuration
    }

    /// What could be read, beside the faults.
    package struct Reading {
        package var configuration = Configuration()
        package var faults: [String] = []
        /// Whether the file could be taken apart into keys and values.
        package var isWhole = true
        fileprivate var faultyKeys: Set<String> = []

        /// Whether the key has the value that is meant for it.
        package func isGood(_ key: String) -> Bool { isWhole && !faultyKeys.contains(key) }
    }

    /// As ``read(yaml:path:environment:)``, for those who want to go on behind a fault.
    package static func readAll(yaml: String, path: String, environment: [String: String]) -> Reading {
        var reading = Reading()
        /// Where each key was given.
        var places: [String: String] = [:]
        for entry in entries(yaml, path, &reading) {
            places[entry.key] = "\(path):\(entry.line)"
            apply(entry.value, to: entry.key, at: "\(path):\(entry.line)", &reading)
        }
        for setting in Setting.all {
            guard let text = environment[setting.variable] else { continue }
            places[setting.key] = setting.variable
            do {
                let value = setting.key == "kafka.settings" ? try jsonMap(text) : .text(text)
                apply(value, to: setting.key, at: setting.variable, &reading)
            } catch {
                reading.faults.append("\(setting.variable): \(error.what)")
            }
        }
        check(reading.configuration, { key in places[key] ?? path }, &reading.faults)
        return reading
    }

    private struct Entry {
        var key: String
        var value: SettingValue
        var line: Int
    }

    private static func apply(_ value: SettingValue, to key: String, at place: String, _ reading: inout Reading) {
        guard let setting = Setting.all.first(where: { $0.key == key }) else {
            reading.faults.append("\(place): " + unknown(key))
            return
        }
        do {
            try setting.read(&reading.configuration, value)
            reading.faultyKeys.remove(key)
        } catch {
            reading.faultyKeys.insert(key)
            reading.faults.append("\(place): \(key): \((error as? SettingFault)?.what ?? "\(error)")")
        }
    }

    private static func unknown(_ key: String) -> String {
        if Setting.sections.contains(key) { return "\(key) holds keys of its own, like \(key): {...}" }
        let near = Setting.all.map { ($0.key, $0.key.distance(to: key)) }.min { $0.1 < $1.1 }
        return "the key \(key) is unknown" + (near.flatMap { $0.1 <= 4 ? "; the nearest is \($0.0)" : nil } ?? "")
    }

    /// What no single key shows.
    /// - Parameter place: where a key was given.
    private static func check(
        _ configuration: Configuration, _ place: (String) -> String, _ faults: inout [String]
    ) {
        let blocks = configuration.blocks
        if blocks.forgetAfter < max(blocks.quietAfter, blocks.unfinishedAfter) {
            faults.append(
                "\(place("blocks.forget_after")): blocks.forget_after must be at least blocks.quiet_after and "
                    + "blocks.unfinished_after, or blocks would be forgotten unjudged")
        }
        if configuration.input.from == .kafka {
            faults.append("\(place("input.from")): input.from: this version follows files only; take out kafka")
        }
    }

    // MARK: YAML

    private static func entries(_ yaml: String, _ path: String, _ reading: inout Reading) -> [Entry] {
        func refuse(_ fault: String) -> [Entry] {
            reading.faults.append(fault)
            reading.isWhole = false
            return []
        }
        if let line = lineOfOneAliasTooMany(yaml) {
            return refuse(
                "\(path):\(line): this is alias number \(maxAliases + 1), and more are not read; write the text out")
        }
        let root: Node?
        do {
            root = try Parser(yaml: yaml).singleRoot()
        } catch {
            return refuse((error as? YamlError).map { describe($0, path, yaml) } ?? "\(path):1: \(error)")
        }
        guard let root, !isNull(root) else { return [] }
        guard case .mapping(let mapping) = root else {
            return refuse("\(path):1: keys and values are expected, like input: {files: []}")
        }
        var entries: [Entry] = []
        flatten(mapping, "", path, into: &entries, &reading.faults)
        var seen: [String: Int] = [:]
        for entry in entries {
            if let line = seen.updateValue(entry.line, forKey: entry.key) {
                reading.faults.append("\(path):\(entry.line): the key \(entry.key) stands at line \(line) already")
            }
        }
        return entries
    }

    private static func flatten(
        _ mapping: Node.Mapping, _ prefix: String, _ path: String, into entries: inout [Entry],
        _ faults: inout [String]
    ) {
        for (keyNode, value) in mapping {
            let line = keyNode.mark?.line ?? 1
            guard let name = keyNode.scalar?.string else {
                faults.append("\(path):\(line): a key must be a plain text")
                continue
            }
            let key = prefix + name
            if Setting.sections.contains(key), case .mapping(let inner) = value {
                flatten(inner, key + ".", path, into: &entries, &faults)
            } else if Setting.sections.contains(key), isNull(value) {
                continue
            } else if let value = settingValue(value) {
                entries.append(Entry(key: key, value: value, line: line))
            } else {
                faults.append("\(path):\(line): \(key): a text, a list of texts or a map of texts is expected")
            }
        }
    }

    private static func settingValue(_ node: Node) -> SettingValue? {
        switch node {
        case .scalar(let scalar):
            return isNull(node) ? SettingValue.none : .text(scalar.string)
        case .sequence(let sequence):
            let texts = sequence.compactMap { $0.scalar?.string }
            return texts.count == sequence.count ? .list(texts) : nil
        case .mapping(let mapping):
            var map: [String: String] = [:]
            for (key, value) in mapping {
                guard let key = key.scalar?.string, let value = value.scalar?.string else { return nil }
                map[key] = value
            }
            return .map(map)
        default:
            return nil
        }
    }

    /// A plain `null`, `~`, or nothing.
    private static func isNull(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    private static func jsonMap(_ text: String) throws(SettingFault) -> SettingValue {
        // JSON is YAML.
        guard lineOfOneAliasTooMany(text) == nil, let node = try? Yams.compose(yaml: text),
            case .map(let map)? = settingValue(node)
        else {
            throw SettingFault("a map as JSON is expected, like {\"client.id\": \"blockwatch\"}")
        }
        return .map(map)
    }

    /// Aliases of aliases make a few lines stand for more than could be compared in a year. So few do no harm.
    private static let maxAliases = 16

    /// Of what could be an alias at all: a star that stands in front of a word and not behind one.
    private static func lineOfOneAliasTooMany(_ yaml: String) -> Int? {
        let words = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-".utf8)
        let before = words.union("/.*\"'".utf8)
        var (line, count, last) = (1, 0, UInt8(ascii: "\n"))
        for (byte, next) in zip(yaml.utf8, yaml.utf8.dropFirst()) {
            if byte == UInt8(ascii: "*") && words.contains(next) && !before.contains(last) {
                count += 1
                if count > maxAliases { return line }
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            last = byte
        }
        return nil
    }

    private static func describe(_ error: YamlError, _ path: String, _ yaml: String) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return "\(path):\(mark.line): \(problem.trimmed)"
        case .duplicatedKeysInMapping(let duplicates, let context):
            let line = duplicates.compactMap { secondLine(of: $0, after: context.mark.line, in: yaml) }.min()
            let keys = duplicates.joined(separator: ", ")
            return "\(path):\(line ?? context.mark.line): the key \(keys) stands twice in one place; keep one of them"
        case .reader(let problem, _, let value, _):
            let before = yaml.unicodeScalars.prefix { $0.value != UInt32(bitPattern: value) }
            return "\(path):\(before.count { $0 == "\n" } + 1): \(problem)"
        default:
            return "\(path):1: \("\(error)".split(separator: "\n").joined(separator: " "))"
        }
    }
}

/// The line, counted from 1, at which `key` stands for the second time from `first` on.
private func secondLine(of key: String, after first: Int, in yaml: String) -> Int? {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let matching = lines.indices.filter { index in
        index + 1 >= first && lines[index].drop { $0 == " " || $0 == "{" }.hasPrefix(key + ":")
    }
    return matching.count > 1 ? matching[1] + 1 : nil
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// The number of characters to change, add or take out (Levenshtein).
    fileprivate func distance(to other: String) -> Int {
        var row = Array(0...other.count)
        for (i, a) in self.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in other.enumerated() {
                let next = Swift.min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[other.count]
    }
}
