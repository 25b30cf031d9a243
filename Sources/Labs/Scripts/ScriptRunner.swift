import Platform
import Tracks

/// Runs a track's life-cycle scripts on its hosts, one host after the other in the order of their
/// names, with the helpers that scripts expect on their PATH.
package struct ScriptRunner: Sendable {
  package enum Kind: String, Sendable { case setup, check, solve, cleanup }

  /// What came of the scripts of one kind.
  package struct Outcome: Hashable, Sendable {
    /// What each failing script said, with its file in front.
    package var failures: [String] = []
    /// Whether there was any script.
    package var isEmpty = true

    package var hasPassed: Bool { failures.isEmpty }
  }

  private let session: Session
  private let track: Track

  package init(_ session: Session, _ track: Track) {
    self.session = session
    self.track = track
  }

  /// Runs the scripts of a kind: all hosts, whatever the first ones say.
  package func run(
    _ kind: Kind, of scripts: Scripts, hosts only: [String]? = nil
  ) async -> Outcome {
    var outcome = Outcome()
    let byHost =
      switch kind {
      case .setup: scripts.setup
      case .check: scripts.check
      case .solve: scripts.solve
      case .cleanup: scripts.cleanup
      }
    for (host, script) in byHost.sorted(by: { $0.key < $1.key }) where only?.contains(host) != false
    {
      outcome.isEmpty = false
      if let failure = await run(script, on: host, kind) { outcome.failures.append(failure) }
    }
    return outcome
  }

  /// Runs one script; what went wrong, or nothing.
  private func run(_ script: Script, on host: String, _ kind: Kind) async -> String? {
    let limit: Duration = kind == .check ? .seconds(60) : .seconds(900)
    do {
      let folder = try await session.host(host)
      var environment = try await session.environment(of: host)
      environment["INSTRUQT_TRACK_SLUG"] = track.slug
      environment["TRESTLE_HISTORY"] = session.folder.shell(host) + "/history"
      let path = "\(session.folder.state)/script-\(kind.rawValue)-\(host)"
      try Files.write(path, text: script.text, mode: 0o700)
      let interpreter = ScriptRunner.interpreter(script.text)
      var launch = ProcessLaunch(
        interpreter[0], Array(interpreter.dropFirst()) + [path], environment: environment,
        directory: workingDirectory(host) ?? folder.home)
      launch.grouping = .session
      let errors = "\(path).err"
      try Files.write(errors, text: "")
      launch.error = .descriptor(try FileDescriptor.appending(errors))
      let started = launch
      let (status, output) = try await Task.detached { () throws -> (ExitStatus, [UInt8]) in
        let result = try started.run(timeout: limit)
        return (result.status, result.output)
      }.value
      if status.isSuccess { return nil }
      let printed = String(decoding: output, as: UTF8.self)
      let said = printed.split(separator: "\n").filter { $0.hasPrefix("FAIL:") }
        .map { $0.dropFirst(5).drop { $0 == " " } }
      if !said.isEmpty { return said.joined(separator: " ") }
      let error = ((try? Files.readText(errors)) ?? "").split(separator: "\n").last
      return "\(script.file) ended with \(status) and gave no reason"
        + (error.map { "; its last error was: \($0)" } ?? ".")
    } catch {
      return "\(script.file) could not be run on \(host): \(error)"
    }
  }

  /// Where `set-workdir` said that scripts of the host run.
  private func workingDirectory(_ host: String) -> String? {
    try? Files.readText("\(session.folder.state)/workdir-\(host)")
  }

  /// The program of a script's first line, by the names that this machine has; bash without one.
  static func interpreter(_ text: String) -> [String] {
    let line = text.prefix { $0 != "\n" }
    guard line.hasPrefix("#!") else { return ["/bin/bash"] }
    var words = line.dropFirst(2).split(separator: " ").map(String.init)
    if words.first?.hasSuffix("/env") == true { words.removeFirst() }
    guard let program = words.first else { return ["/bin/bash"] }
    let known =
      program.hasPrefix("/") && !Files.isExecutable(program) ? Path.name(of: program) : program
    return [known] + words.dropFirst()
  }
}
