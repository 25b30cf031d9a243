/// A site as a process of its own: started, awaited, started again when it dies, stopped.
import Platform
import Synchronization

package struct SiteLauncher: Sendable {
  /// The program that is the site.
  package var executable: String
  /// The longest wait for a site to be ready.
  package var patience: Duration

  /// Starts sites with a program; this one unless another is named.
  package init(executable: String = Executable.path, patience: Duration = .seconds(20)) {
    self.executable = executable
    self.patience = patience
  }

  /// Starts the site that the configuration describes in a folder, and waits until it serves.
  /// - Throws: ``SiteError`` with the reason and the last lines of the site's log.
  package func start(
    _ configuration: SiteConfiguration, directory: String
  ) async throws(SiteError) -> SiteHandle {
    try configuration.write(directory: directory)
    let process = try await launchStubbornly(directory)
    let handle = SiteHandle(
      configuration: configuration, directory: directory, process: process, launcher: self)
    handle.watch(process)
    return handle
  }

  /// Launches again what was killed before it could say anything; a site that says why it cannot
  /// start is believed at once.
  private func launchStubbornly(_ directory: String) async throws(SiteError) -> ChildProcess {
    for _ in 0..<2 {
      do {
        return try await launch(directory)
      } catch  where error.code == .killed {
        continue
      }
    }
    return try await launch(directory)
  }

  func launch(_ directory: String) async throws(SiteError) -> ChildProcess {
    let process: ChildProcess
    let read: FileDescriptor
    do {
      let pipe = try FileDescriptor.pipe()
      read = pipe.read
      var launch = ProcessLaunch(
        executable,
        [
          "site", "--directory", directory, "--ready-fd", "3", "--parent",
          String(OwnProcess.identifier),
        ])
      launch.input = .null
      launch.output = .null
      launch.error = .descriptor(
        try FileDescriptor.appending("\(directory)/site.log", mode: 0o600))
      launch.inherited = [pipe.write]
      launch.grouping = .session
      process = try launch.start()
      pipe.write.close()
    } catch {
      throw SiteError(.start, "A site could not be started in \(directory): \(error)")
    }
    let patience = patience
    let line = await Self.firstLine(of: read, patience: patience)
    if line == "ready" { return process }
    process.send(.kill)
    let reason =
      line.map { $0.hasPrefix("failed: ") ? String($0.dropFirst(8)) : $0 }
      ?? "it was not ready after \(Int(patience.seconds)) seconds"
    throw SiteError(
      reason.isEmpty ? .killed : .start,
      "The site in \(directory) did not start: \(reason.isEmpty ? "it ended at once" : reason)"
        + Self.lastLines(directory))
  }

  /// The line by which a site tells how it stands: empty when it ended without a word, nothing
  /// when it said nothing in time.
  private static func firstLine(of pipe: FileDescriptor, patience: Duration) async -> String? {
    await withCheckedContinuation { continuation in
      let work = { @Sendable in
        var text: [UInt8] = []
        let deadline = MonotonicTime.now() + patience
        while !text.contains(0x0A) {
          let left = Duration.nanoseconds(deadline.nanosecondsFromNow)
          guard (try? pipe.waitUntil(.read, timeout: left)) == true else {
            return continuation.resume(returning: nil)
          }
          guard let bytes = (try? pipe.read(atMost: 4096)) ?? nil, !bytes.isEmpty else { break }
          text += bytes
        }
        pipe.close()
        let line = text.prefix { $0 != 0x0A }
        continuation.resume(returning: String(decoding: line, as: UTF8.self))
      }
      do {
        try SystemThread.start(name: "site-start", work)
      } catch {
        continuation.resume(returning: "\(error)")
      }
    }
  }

  private static func lastLines(_ directory: String) -> String {
    guard let text = try? Files.readText("\(directory)/site.log") else { return "" }
    let lines = text.split(separator: "\n").suffix(5)
    return lines.isEmpty ? "" : "\nIts log ends with:\n" + lines.joined(separator: "\n")
  }
}

/// A site that was started: its process is started again when it dies, until it is stopped.
package final class SiteHandle: Sendable {
  private struct State {
    var process: ChildProcess
    var isStopped = false
    var restarts = 0
    /// Waits for the process's end and starts the next.
    var watcher: Task<Void, Never>?
  }

  package let configuration: SiteConfiguration
  package let directory: String
  private let launcher: SiteLauncher
  private let state: Mutex<State>

  init(
    configuration: SiteConfiguration, directory: String, process: ChildProcess,
    launcher: SiteLauncher
  ) {
    self.configuration = configuration
    self.directory = directory
    self.launcher = launcher
    state = Mutex(State(process: process))
  }

  /// The file by which the site's person reaches it.
  package var kubeconfig: String { "\(directory)/kubeconfig" }
  /// The process that is the site now.
  package var pid: Int32 { state.withLock { $0.process.pid } }
  /// How often the site had to be started again.
  package var restarts: Int { state.withLock { $0.restarts } }

  /// Asks the site to end, and ends it when it does not within three seconds. Then no process of it
  /// is left, also where it was just being started again.
  package func stop() async {
    let (process, watcher) = state.withLock { state in
      state.isStopped = true
      return (state.process, state.watcher)
    }
    _ = await process.terminate(grace: .seconds(3))
    await watcher?.value
  }

  /// Starts the site again whenever it dies by itself.
  func watch(_ process: ChildProcess) {
    let watcher = Task { [self] in
      var process = process
      while true {
        _ = await process.wait()
        guard let next = await startAgain() else { return }
        process = next
      }
    }
    state.withLock { $0.watcher = watcher }
  }

  /// The site's next process; nothing when the site was stopped, or could not start five times.
  private func startAgain() async -> ChildProcess? {
    for attempt in 0..<5 {
      guard !state.withLock({ $0.isStopped }) else { return nil }
      if let next = try? await launcher.launch(directory) {
        let isStopped = state.withLock { state in
          state.process = next
          state.restarts += 1
          return state.isStopped
        }
        guard isStopped else { return next }
        _ = await next.terminate(grace: .seconds(3))
        return nil
      }
      try? await Task.sleep(for: .milliseconds(200 << attempt))
    }
    return nil
  }
}
