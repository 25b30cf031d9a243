import Platform

/// Tells when a file of a track is written, made or removed.
package struct FileChanges: Sendable {
  private let path: String
  private let others: [String]
  private var seen: [String: Stamp]

  private struct Stamp: Hashable {
    let size: Int
    let modified: WallTime
  }

  /// What lies at a path, and below it where it is a folder, and these other files.
  package init(of path: String, and others: [String] = []) {
    self.path = path
    self.others = others
    seen = FileChanges.stamps(path, others)
  }

  /// Waits until something differs from what was last seen; at once where it does by now. Nothing is
  /// told when the task is cancelled.
  /// - Returns: the paths of what has changed.
  package mutating func next() async -> [String] {
    while !Task.isCancelled {
      let found = FileChanges.stamps(path, others)
      if found != seen {
        let changed = Set(found.keys).union(seen.keys).filter { found[$0] != seen[$0] }
        seen = found
        return changed.sorted()
      }
      try? await Task.sleep(for: .milliseconds(200))
    }
    return []
  }

  private static func stamps(_ path: String, _ others: [String]) -> [String: Stamp] {
    var stamps: [String: Stamp] = [:]
    var left = [path] + others
    while let path = left.popLast(), stamps.count < 20_000 {
      if Files.isDirectory(path) {
        let names = (try? Files.list(path)) ?? []
        left += names.filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
      } else if let size = Files.size(path), let modified = Files.modified(path) {
        stamps[path] = Stamp(size: size, modified: modified)
      }
    }
    return stamps
  }
}
