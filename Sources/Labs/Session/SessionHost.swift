import Platform
import Tracks

/// Bare sites in the background: `trestle up` starts a process that runs their session until
/// `trestle down` asks it to end.
package enum SessionHost {
  /// Starts sites of these names in the background and waits until they serve.
  package static func up(
    _ names: [String], profiles: [String: String], isOpenShift: Bool
  ) async throws -> SessionFolder {
    let folder = try SessionFolder.make()
    let (read, write) = try FileDescriptor.pipe()
    var launch = ProcessLaunch(
      Executable.path,
      [
        "session", "--folder", folder.path, "--platform", isOpenShift ? "openshift" : "kubernetes",
        "--skupper", profiles["skupper"] ?? "1.3", "--sites", names.joined(separator: ","),
        "--line", "3",
      ], directory: "/")
    launch.inherited = [write]
    launch.output = .null
    launch.error = .null
    launch.grouping = .session
    _ = try launch.start()
    write.close()
    let answer = try await Task.detached { String(decoding: try read.readToEnd(), as: UTF8.self) }
      .value
    guard answer == "ready\n" else {
      throw LabError(
        .environment,
        answer.isEmpty
          ? "The sites could not be started; \(folder.path) has their logs."
          : answer)
    }
    return folder
  }

  /// The background process.
  package static func run(arguments: [String]) async -> Int32 {
    func value(_ flag: String) -> String? {
      arguments.firstIndex(of: flag).flatMap {
        arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
      }
    }
    guard let path = value("--folder"), let names = value("--sites"),
      let line = value("--line").flatMap({ Int32($0) }),
      let requests = try? Signals.stream(Signals.requestsToEnd)
    else { return 2 }
    let answer = FileDescriptor(takingOwnership: line)
    let plan = SessionPlan(
      title: names, bareSites: names.split(separator: ",").map(String.init),
      isOpenShift: value("--platform") != "kubernetes",
      profiles: ["skupper": value("--skupper") ?? "1.3"], slug: "up")
    do {
      let session = try await Session.start(
        plan, in: SessionFolder(path: path), .init(kind: .up))
      try? answer.writeAll("ready\n")
      answer.close()
      for await _ in requests { break }
      await session.stop(removes: true)
      return 0
    } catch {
      try? answer.writeAll("\(error)")
      SessionFolder(path: path).remove()
      return 3
    }
  }
}
