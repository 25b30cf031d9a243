import Platform

/// Looks after a session from outside: when the process that runs it is gone, by whatever signal,
/// the keeper ends what the session started and, for a session that is not to be gone on with,
/// removes its folder.
package enum Keeper {
  /// Starts a keeper for the calling process. It is told through a pipe, whose other end lives as
  /// long as this process does.
  static func start(
    _ folder: SessionFolder, removes: Bool
  ) throws -> (keeper: ChildProcess, line: FileDescriptor) {
    let (read, write) = try FileDescriptor.pipe()
    var launch = ProcessLaunch(
      Executable.path,
      ["keeper", "--session", folder.path, "--remove", removes ? "yes" : "no", "--line", "3"],
      environment: ["PATH": "/usr/bin:/bin"], directory: "/")
    launch.inherited = [read]
    launch.output = .null
    launch.error = .null
    launch.grouping = .session
    let keeper = try launch.start()
    read.close()
    return (keeper, write)
  }

  /// The keeper's own program.
  package static func run(arguments: [String]) async -> Int32 {
    func value(_ flag: String) -> String? {
      arguments.firstIndex(of: flag).flatMap {
        arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
      }
    }
    guard let path = value("--session"), let number = value("--line").flatMap({ Int32($0) }) else {
      return 2
    }
    let line = FileDescriptor(takingOwnership: number)
    Signals.ignoreBrokenPipes()
    // The keeper ends with its session, not with a terminal's signals.
    _ = try? Signals.stream(Signals.requestsToEnd)
    while let bytes = try? line.read(atMost: 64), !bytes.isEmpty {
      if bytes.contains(UInt8(ascii: "q")) { return 0 }
    }
    let folder = SessionFolder(path: path)
    sweep(folder, removes: value("--remove") == "yes")
    return 0
  }

  /// Ends what a session left behind.
  package static func sweep(_ folder: SessionFolder, removes: Bool) {
    for _ in 0..<20 {
      if ProcessTable.kill(environment: "TRESTLE_SESSION=\(folder.identifier)") == 0 { break }
    }
    folder.removeSockets()
    if removes { folder.remove() }
  }
}
