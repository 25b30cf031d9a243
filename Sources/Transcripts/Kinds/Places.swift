/// Places in a file system that are one person's or one session's.
extension TokenKind {
  /// A path below somebody's home, or below a directory that stands for home or root in this
  /// session; the rest of the path is strict.
  static let homePath = TokenKind("home path", binds: true, beginnings: ByteSet("/~")) {
    expected, actual, surroundings in
    guard let first = expected.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "~")
    else { return false }
    let rest = Places.belowHome(expected)
    if let rest, rest == Places.belowHome(actual) { return true }
    return surroundings.homes.contains { home in
      guard let below = Places.below(home, actual) else { return false }
      return below == expected || below == rest
    }
  }
}

/// The shapes of paths.
enum Places {
  /// What follows the home in `/home/user/x`, `/Users/user/x`, `/root/x` or `~/x`.
  static func belowHome(_ path: Piece) -> Piece? {
    for parent in ["/home/", "/Users/"] where path.hasPrefix(parent) {
      let rest = path.dropFirst(parent.utf8.count)
      let user = rest.prefix { $0 != UInt8(ascii: "/") }
      return user.isEmpty ? nil : rest.dropFirst(user.count)
    }
    return below("/root", path) ?? below("~", path)
  }

  /// What follows a directory in a path: nothing, or a slash and more.
  static func below(_ directory: String, _ path: Piece) -> Piece? {
    guard !directory.isEmpty, path.hasPrefix(directory) else { return nil }
    let rest = path.dropFirst(directory.utf8.count)
    return rest.isEmpty || rest.first == UInt8(ascii: "/") ? rest : nil
  }
}
