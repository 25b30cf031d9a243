/// Paths of files below a track's folder, with `/` between names.
enum TrackPaths {
  static func parent(of path: String) -> String {
    path.split(separator: "/").dropLast().joined(separator: "/")
  }

  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// A path written in a file of that folder; nothing for addresses, anchors and absolute paths.
  static func resolved(_ written: String, from folder: String) -> String? {
    let path = written.prefix { $0 != "#" && $0 != "?" }
    if path.isEmpty || path.contains(":") || path.hasPrefix("/") { return nil }
    var parts = folder.split(separator: "/").map(String.init)
    for part in path.split(separator: "/") {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != "." {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}
