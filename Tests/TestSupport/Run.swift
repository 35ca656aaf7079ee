/// A program run to its end.
package struct Run {
    package var status: Int32
    package var output: String
    package var errors: String

    /// - Parameter environment: beside this process's own.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
        input: String = ""
    ) throws {
        let temporary = try TemporaryDirectory()
        try temporary.write("in", input)
        let child = try ChildProcess(
            program, arguments, environment: environment, directory: directory, input: temporary.file("in"),
            output: temporary.file("out"), errors: temporary.file("err"))
        status = child.wait()
        output = try temporary.text("out")
        errors = try temporary.text("err")
    }
}
