import Foundation

/// etc/alert.schema.json, with Debian's validator.
package enum AlertSchema {
    /// Whether there is a validator; said loudly where there is none.
    package static let canValidate: Bool = {
        if (try? Run("/usr/bin/python3", ["-c", "import jsonschema"]))?.status == 0 { return true }
        FileHandle.standardError.write(
            Data("SKIPPING the alert's schema: the package python3-jsonschema is not installed\n".utf8))
        return false
    }()

    private static let program = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for number, line in enumerate(sys.stdin.buffer.read().split(b"\\n")[:-1], 1):
            for error in validator.iter_errors(json.loads(line)):
                print(f"{number}: {error.json_path}: {error.message}")
        """

    package struct ValidatorFailed: Error { package var words: String }

    /// What is wrong with alerts' lines, one line a fault; empty where nothing is.
    package static func faults(in lines: String) throws -> String {
        let schema = Places.root.appending(path: "etc/alert.schema.json").path
        let run = try Run("/usr/bin/python3", ["-c", program, schema], input: lines)
        guard run.status == 0 else { throw ValidatorFailed(words: run.errors) }
        return run.output
    }
}
