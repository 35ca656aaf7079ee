import Tailing

extension Configuration.Input {
    /// The paths and globs that nothing matches at present.
    package var missingFiles: [String] { files.filter { LogFollower.files(matching: $0).isEmpty } }
}
