import Platform

/// Tells when a file of a track is written, made or removed.
package struct FileChanges: Sendable {
  private let paths: [String]
  private let others: Set<String>
  private var seen: [String: Stamp]

  private struct Stamp: Hashable {
    let size: Int
    let modified: WallTime
  }

  /// What lies at these paths, and below those that are folders.
  /// - Parameter others: files and folders that are not looked at, wherever they lie.
  package init(of paths: [String], except others: [String] = []) {
    self.paths = paths
    self.others = Set(others.map(FileChanges.place))
    seen = FileChanges.stamps(paths, self.others)
  }

  /// Tells a person what is waited for, waits until something differs from what was last seen, and
  /// tells what it is.
  /// - Returns: whether there is a change; false when the task was cancelled.
  package mutating func next(of name: String, _ say: (String) -> Void) async -> Bool {
    if Task.isCancelled { return false }
    say("\nSave a file of \(name) to go on; Ctrl-C ends this.")
    let changed = await next()
    if changed.isEmpty { return false }
    say("\n\(changed.joined(separator: ", ")) changed.")
    return true
  }

  /// Waits until something differs from what was last seen; at once where it does by now. Nothing is
  /// told when the task is cancelled.
  /// - Returns: the paths of what has changed.
  package mutating func next() async -> [String] {
    while !Task.isCancelled {
      let found = FileChanges.stamps(paths, others)
      if found != seen {
        let changed = Set(found.keys).union(seen.keys).filter { found[$0] != seen[$0] }
        seen = found
        return changed.sorted()
      }
      try? await Task.sleep(for: .milliseconds(200))
    }
    return []
  }

  private static func stamps(_ paths: [String], _ others: Set<String>) -> [String: Stamp] {
    var stamps: [String: Stamp] = [:]
    var left = paths
    while let path = left.popLast(), stamps.count < 20_000 {
      if !others.isEmpty, others.contains(place(path)) { continue }
      if Files.isDirectory(path) {
        let names = (try? Files.list(path)) ?? []
        left += names.filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
      } else if let size = Files.size(path), let modified = Files.modified(path) {
        stamps[path] = Stamp(size: size, modified: modified)
      }
    }
    return stamps
  }

  /// A path that is the same however a file is named.
  private static func place(_ path: String) -> String {
    let folder = Path.parent(of: path)
    let parent = (try? Files.canonical(folder.isEmpty ? "." : folder)) ?? folder
    return "\(parent)/\(Path.name(of: path))"
  }
}
