// swift-tools-version: 6.2
import PackageDescription

// Every target of ours: memory-unsafe code must say so, and lives in files named for it
// (SystemCalls.swift, Unsafe*.swift); see docs/ARCHITECTURE.md.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatWarning("StrictMemorySafety", as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target and its test target, named after it.
/// - Parameter tests: what the tests alone depend on.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = []
) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, swiftSettings: strict),
        .testTarget(
            name: name + "Tests", dependencies: [.target(name: name), "TestSupport"] + dependencies + tests,
            swiftSettings: strict),
    ]
}

/// libFuzzer's targets, which need its main function: `make fuzz` sets the variable.
let fuzzing: [Target] =
    Context.environment["BLOCKWATCH_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "Records", "Tailing", "Parsing", "Grouping", "Scoring", "Alerting", "Reporting", "Simulation",
                "Detector",
            ],
            path: "Fuzz", swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
    ]

/// What `make bench` measures that the shipped program cannot show; it sets the variable.
let benchmarks: [Target] =
    Context.environment["BLOCKWATCH_BENCH"] == nil
    ? []
    : [
        .executableTarget(
            name: "bench",
            dependencies: ["Records", "Tailing", "Parsing", "Grouping", "Scoring", "Alerting", "Detector"],
            path: "Benchmarks/bench", swiftSettings: strict)
    ]

let package = Package(
    name: "blockwatch",
    products: [.executable(name: "blockwatch", targets: ["blockwatch"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // Debian's libraries
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CDigest", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
        // Vector kernels with run-time dispatch, for which Swift has no target attribute
        .target(name: "CVector"),
    ]
        // What travels, then one room for each arrow: bytes -> lines -> events -> blocks -> verdicts -> alerts
        + room("Records", ["CDigest", "CVector"])
        + room("Tailing", ["Records", "CZlib"])
        + room("Parsing", ["Records", "CVector"])
        + room("Grouping", ["Records"])
        + room("Scoring", ["Records", "CVector"])
        + room("Alerting", ["Records", "CSystemd"])
        // What holds them together
        + room("Training", ["Records", "Scoring", "CVector"])
        + room("Reporting", ["Records", .product(name: "Mustache", package: "swift-mustache")])
        + room("Simulation", ["Records"], tests: ["Parsing"])
        + room(
            "Detector",
            [
                "Records", "Tailing", "Parsing", "Grouping", "Scoring", "Alerting", "CSystemd",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ])
        + [
            .executableTarget(
                name: "blockwatch",
                dependencies: [
                    "Records", "Tailing", "Detector", "Training", "Scoring", "Parsing", "Alerting", "Simulation",
                    "Reporting",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                    .product(name: "Logging", package: "swift-log"),
                ],
                swiftSettings: strict),
            // The built binary, as a user runs it.
            .testTarget(
                name: "CommandTests",
                dependencies: ["blockwatch", "TestSupport", "Records", "Simulation", "Tailing", "Detector"],
                exclude: ["blockwatch.rules.test.yml"], swiftSettings: strict),
            .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        ]
        + fuzzing
        + benchmarks
)
