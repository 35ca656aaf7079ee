/// A line of code as a shell would take it apart, as far as documents need that: its simple commands' words.
enum ShownCommand {
    /// Without what `sudo` and assignments put before a program. `|` within brackets is an alternative, not a pipe.
    static func simpleCommands(in line: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word = ""
        var quote: Character?
        var depth = 0
        func end() {
            if !word.isEmpty { commands[commands.count - 1].append(word) }
            word = ""
        }
        scan: for character in line {
            switch character {
            case quote: quote = nil
            case _ where quote != nil: word.append(character)
            case "'", "\"": quote = character
            case "#" where word.isEmpty: break scan
            case "[", "(", "{": depth += 1
            case "]", ")", "}": depth -= 1
            case ";", "&", "|":
                end()
                if depth == 0 { commands.append([]) }
            case " ": end()
            default: word.append(character)
            }
        }
        end()
        return commands.map { Array($0.drop { $0 == "sudo" || $0.contains(/^[A-Z_]+=/) }) }.filter { !$0.isEmpty }
    }
}
