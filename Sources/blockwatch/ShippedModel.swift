import Records

/// The model that comes with the program.
enum ShippedModel {
    /// Beside an installed program, `share/blockwatch`; in a checkout, `etc`.
    /// - Throws: `FileError` where there is none.
    static func path() throws -> String {
        var directories = (executablePath() ?? "").split(separator: "/").dropLast().map(String.init)
        let installed =
            "/" + (directories.dropLast() + ["share", "blockwatch", "blockwatch.safetensors"]).joined(separator: "/")
        if fileExists(installed) { return installed }
        while !directories.isEmpty {
            let checkout = "/" + directories.joined(separator: "/")
            if fileExists(checkout + "/Package.swift") && fileExists(checkout + "/etc/blockwatch.safetensors") {
                return checkout + "/etc/blockwatch.safetensors"
            }
            directories.removeLast()
        }
        throw FileError("read", installed, errno: ErrnoText.missing)
    }
}
