import Parsing
import Tailing

extension Configuration {
    /// - Throws: `UnknownZone`.
    package func checkTimezone() throws { _ = try CivilClock(zone: input.timezone) }
}

extension Configuration.Input {
    /// The paths and globs that nothing matches at present.
    package var missingFiles: [String] { files.filter { LogFollower.files(matching: $0).isEmpty } }
}
