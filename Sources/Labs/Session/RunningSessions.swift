import Platform

/// The sessions that run on this machine for this user, and what is left of those that don't.
package enum RunningSessions {
  package struct Entry: Hashable, Sendable {
    package let folder: SessionFolder
    package let description: SessionDescription
    /// Whether a process holds it now.
    package let isRunning: Bool
  }

  /// All sessions, the oldest first; with a folder, only the one in it.
  package static func all(in folder: SessionFolder? = nil) -> [Entry] {
    (folder.map { [$0] } ?? SessionFolder.all()).compactMap { folder in
      folder.description.map {
        Entry(folder: folder, description: $0, isRunning: isHeld(folder))
      }
    }.sorted { $0.description.started < $1.description.started }
  }

  /// Whether a process holds a session.
  package static func isHeld(_ folder: SessionFolder) -> Bool {
    guard Files.exists(folder.lock), let attempt = try? FileLock.acquire(folder.lock) else {
      return false
    }
    switch attempt {
    case .heldBy: return true
    case .acquired(let lock):
      lock.release()
      return false
    }
  }

  /// The running session that has a site or host of that name; the youngest of several.
  package static func having(_ name: String) -> Entry? {
    all().last {
      $0.isRunning
        && ($0.description.sites.contains(name) || Files.isDirectory($0.folder.host(name)))
    }
  }

  /// Asks a session to end and waits until it has.
  package static func stop(_ entry: Entry) async {
    let pid = Int32(entry.description.pid)
    if isHeld(entry.folder) { _ = Signal.terminate.send(to: pid) }
    let deadline = MonotonicTime.now() + .seconds(10)
    while isHeld(entry.folder), MonotonicTime.now() < deadline {
      try? await Task.sleep(for: .milliseconds(50))
    }
    if isHeld(entry.folder) { _ = Signal.kill.send(to: pid) }
    Keeper.sweep(entry.folder, removes: entry.description.kind != .run)
  }
}
