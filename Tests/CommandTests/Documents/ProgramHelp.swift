import Foundation
import TestSupport
import Testing

/// The subcommands and their options, as the program tells them to other programs.
struct ProgramHelp {
    private struct Dump: Decodable {
        var command: Command
    }

    private struct Command: Decodable {
        struct Argument: Decodable {
            struct Name: Decodable {
                var name: String
            }
            var names: [Name]?
        }
        var commandName: String
        var arguments: [Argument]?
        var subcommands: [Command]?

        var options: Set<String> { Set((arguments ?? []).flatMap { $0.names ?? [] }.map(\.name)) }
    }

    private let own: Set<String>
    private let subcommands: [String: Set<String>]

    init() throws {
        let run = try Run(blockwatch, ["--experimental-dump-help"])
        try #require(run.status == 0, "\(run.errors)")
        let root = try JSONDecoder().decode(Dump.self, from: Data(run.output.utf8)).command
        own = root.options
        subcommands = Dictionary(
            uniqueKeysWithValues: (root.subcommands ?? []).map { ($0.commandName, $0.options) })
    }

    func hasSubcommand(_ name: String) -> Bool { subcommands[name] != nil }

    /// - Parameter words: what stands behind `blockwatch`; perhaps with `...` for what may be said again.
    func faults(of words: [String]) -> [String] {
        guard let first = words.first else { return [] }
        let name = first.hasPrefix("-") ? nil : first
        guard let options = name.map({ subcommands[$0] }) ?? own else { return ["there is no subcommand \(first)"] }
        return words.compactMap { $0.prefixMatch(of: /--([a-z-]+)/) }.map { String($0.output.1) }
            .filter { !options.contains($0) }.map { "blockwatch\(name.map { " " + $0 } ?? "") has no option --\($0)" }
    }

    /// Whether any subcommand has it.
    func hasOption(_ name: String) -> Bool { own.contains(name) || subcommands.values.contains { $0.contains(name) } }
}
