// swift-tools-version: 6.2
import PackageDescription

/// The fence that every Swift target stands behind: Swift 6 mode, strict memory safety,
/// warnings are errors, and only what a file imports is visible in it.
let fence: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: fence)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies,
    swiftSettings: fence)
}

let hummingbird = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "trestle",
  products: [
    .executable(name: "trestle", targets: ["trestle"]),
    .library(name: "trestle-net", type: .dynamic, targets: ["CSiteNetwork"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(
      url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // C: module maps and the few calls that Swift cannot make itself. The maps name the libraries,
    // and no pkg-config does, for its folders would stand before those of scripts/build.
    .systemLibrary(name: "CCmark", path: "Sources/CCmark"),
    .systemLibrary(name: "CYAML", path: "Sources/CYAML"),
    .systemLibrary(name: "CSQLite", path: "Sources/CSQLite"),
    .systemLibrary(name: "COpenSSL", path: "Sources/COpenSSL"),
    .systemLibrary(name: "CPNG", path: "Sources/CPNG"),
    .target(
      name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CPlatform"),
    .target(name: "CSiteNetwork"),

    // Libraries: the only importers of their C module.
    library("Documents"),
    library("Markdown", ["CCmark"]),
    library("YAML", ["CYAML", "Documents"]),
    library("Database", ["CSQLite"]),
    library("TLS", ["COpenSSL"]),
    library("Pictures", ["CPNG"]),
    library("Platform", ["CPlatform"]),
    library("Screens", ["CNcurses", "Platform"]),
    library("HTTP", ["Platform", "TLS", hummingbird, nio, nioPosix, httpTypes, lifecycle, log]),

    // Domain: values in, values out.
    library("Tracks", ["Documents", "Markdown", "YAML"]),
    library("Transcripts", ["Documents", "YAML"]),
    library("Kubernetes", ["Documents"]),
    library("Routing", ["Documents"]),
    library("Skupper", ["Documents", "Kubernetes", "YAML"]),
    library("Orchestrator", ["Documents", "Kubernetes", "Skupper", "TLS"]),
    library("Emulation"),
    library("Views", ["Emulation", "Markdown", "Pictures"]),
    library("Grading", ["Documents"]),
    library(
      "Interface",
      ["Emulation", "Grading", "Markdown", "Pictures", "Tracks", "Transcripts", "Views"]),

    // Runtime: effects.
    library("Relay", ["Platform", "TLS"]),
    library("Router", ["Documents", "HTTP", "Platform", "Routing", "TLS", log]),
    library("KubernetesClient", ["Documents", "HTTP", "Kubernetes", "YAML"]),
    library(
      "Sites",
      [
        "Database", "Documents", "HTTP", "Kubernetes", "Platform", "Relay", "TLS", "YAML", log,
      ]),
    .target(
      name: "Workloads",
      dependencies: [
        "Database", "Documents", "HTTP", "Kubernetes", "KubernetesClient", "Orchestrator",
        "Platform", "Relay", "Skupper", "TLS", "YAML", log,
      ],
      // Moving code out of loops takes the optimiser of Swift 6.3 more than ten minutes on one of
      // this target's functions, and gains nothing that can be measured.
      swiftSettings: fence + [
        .unsafeFlags(
          ["-Xllvm", "-sil-disable-pass=loop-invariant-code-motion"],
          .when(configuration: .release))
      ]),
    library(
      "Commands",
      [
        "Documents", "HTTP", "Kubernetes", "KubernetesClient", "Orchestrator", "Platform",
        "Skupper", "TLS", "YAML",
      ]),
    library("Shells", ["Documents", "Emulation", "Platform"]),

    // Assembly: what knows both tracks and sites.
    library(
      "Labs",
      [
        "Database", "Documents", "Emulation", "Grading", "HTTP", "Kubernetes", "KubernetesClient",
        "Orchestrator", "Platform", "Shells", "Sites", "Skupper", "TLS", "Tracks", "Transcripts", "Views", "Workloads", "YAML",
      ]),
    library(
      "Console",
      [
        "Emulation", "Grading", "HTTP", "Interface", "Labs", "Markdown", "Pictures", "Platform",
        "Screens", "Shells", "Tracks", "Transcripts", "Views",
      ]),

    // Executable: parses arguments, picks a role, prints.
    .executableTarget(
      name: "trestle",
      dependencies: [
        "Commands", "Console", "CSiteNetwork", "Documents", "Interface", "Labs", "Platform",
        "Router", "Sites", "Tracks", "Views", "Workloads", arguments,
      ],
      swiftSettings: fence,
      // At fixed addresses, a process that starts has no 80,000 pointers to correct and no copies
      // of the pages that they stand in, and the processes of a session share these pages.
      linkerSettings: [
        .unsafeFlags(
          ["-Xclang-linker", "-no-pie", "-Xclang-linker", "-static-libgcc"],
          .when(configuration: .release))
      ]),

    // Measures the release build; see Benchmarks/README.md.
    .executableTarget(
      name: "bench", dependencies: ["Documents", "Emulation", "Platform", "Shells"],
      path: "Benchmarks",
      exclude: ["ComparisonBench", "EmulationBench", "ReadingBench", "README.md", "run"],
      swiftSettings: fence),
    .executableTarget(
      name: "bench-emulation", dependencies: ["Emulation", "Platform"],
      path: "Benchmarks/EmulationBench", swiftSettings: fence),
    .executableTarget(
      name: "bench-comparison", dependencies: ["Transcripts"],
      path: "Benchmarks/ComparisonBench", swiftSettings: fence),
    .executableTarget(
      name: "bench-reading", dependencies: ["CCmark", "Markdown", "Tracks"],
      path: "Benchmarks/ReadingBench", swiftSettings: fence),

    tests("Documents"),
    tests("Markdown"),
    tests("YAML", ["Documents"]),
    tests("Database"),
    tests("TLS"),
    tests("Pictures", ["Platform"]),
    tests("Platform"),
    tests("HTTP", ["Platform", "TLS"]),
    tests("Tracks", ["Documents"]),
    .testTarget(
      name: "TranscriptsTests", dependencies: ["Documents", "Platform", "Transcripts"],
      exclude: ["Pairs"], swiftSettings: fence),
    tests("Kubernetes", ["Documents", "YAML"]),
    tests("Routing", ["Documents"]),
    tests("Skupper", ["Documents", "Kubernetes", "YAML"]),
    tests("Orchestrator", ["Documents", "Kubernetes", "Skupper"]),
    .testTarget(
      name: "EmulationTests", dependencies: ["Emulation", "Platform"], exclude: ["Fixtures"],
      swiftSettings: fence),
    tests("Screens", ["Emulation", "Platform"]),
    tests("Views", ["Emulation", "Markdown", "Pictures", "Platform"]),
    tests("Grading", ["Documents"]),
    tests(
      "Interface",
      ["Emulation", "Grading", "Pictures", "Platform", "Tracks", "Transcripts", "Views"]),
    tests("Console", ["Interface", "Pictures", "Platform", "Tracks"]),
    tests("Relay", ["Platform", "TLS"]),
    tests("Router", ["Documents", "HTTP", "Platform", "Routing", "TLS"]),
    tests("Sites", ["Documents", "HTTP", "Kubernetes", "KubernetesClient", "Platform", "TLS"]),
    tests(
      "Workloads",
      [
        "Database", "Documents", "HTTP", "Kubernetes", "KubernetesClient", "Platform", "Relay",
        "Sites", "Skupper", "TLS", "YAML",
      ]),
    tests(
      "Commands",
      ["Documents", "HTTP", "Kubernetes", "KubernetesClient", "Platform", "Skupper"]),
    tests("Shells", ["Documents", "Emulation", "Platform"]),
    tests(
      "Labs",
      ["Documents", "Grading", "Platform", "Skupper", "Tracks", "Transcripts", "Views"]),
    .testTarget(
      name: "EndToEndTests", dependencies: ["Documents", "Labs", "Platform", "Views"],
      exclude: ["Pictures"], swiftSettings: fence),
  ]
)
