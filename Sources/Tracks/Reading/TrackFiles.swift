/// The files that a reader may look at.

/// A folder of an author's, seen through closures so that reading stays without effects.
package struct TrackFiles: Sendable {
  /// How the folder is written in front of a path in messages; empty for none.
  package let root: String
  /// The paths of all files below the folder, with `/` between names.
  package let paths: [String]
  private let readFile: @Sendable (String) -> [UInt8]?

  /// `read` may be asked for paths that lead out of the folder, such as `../assets/x.png`.
  package init(
    root: String = "", paths: [String], read: @escaping @Sendable (String) -> [UInt8]?
  ) {
    self.root = root
    self.paths = paths.sorted()
    readFile = read
  }

  /// Files that are only in memory.
  package init(root: String = "", texts: [String: String]) {
    self.init(root: root, paths: Array(texts.keys)) { path in texts[path].map { Array($0.utf8) } }
  }

  /// The most bytes of a text that are read; a reader of one that is longer says so.
  package static let longestText = 1 << 20

  /// The bytes of a file.
  package func bytes(_ path: String) -> [UInt8]? { readFile(path) }

  /// A text with the path that messages name. Bytes that are no UTF-8 become replacement marks,
  /// and every line ends with a line feed.
  package func text(_ path: String) -> SourceFile? {
    guard var bytes = readFile(path) else { return nil }
    if bytes.count > Self.longestText {
      let end = bytes[..<Self.longestText].lastIndex(of: 0x0A) ?? Self.longestText
      bytes.removeSubrange(end...)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if bytes.contains(0x0D) { bytes = Self.lineFeeds(bytes) }
    return SourceFile(path: displayed(path), text: String(decoding: bytes, as: UTF8.self))
  }

  private static func lineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    bytes.indices.compactMap { index in
      guard bytes[index] == 0x0D else { return bytes[index] }
      return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? nil : 0x0A
    }
  }

  package func exists(_ path: String) -> Bool {
    paths.contains(path) || readFile(path) != nil
  }

  /// The path as messages name it.
  package func displayed(_ path: String) -> String {
    root.isEmpty || root == "." ? path : root.hasSuffix("/") ? root + path : root + "/" + path
  }

  /// The path that messages name so; nothing for a file outside of the folder.
  func path(ofDisplayed name: String) -> String? {
    let prefix = displayed("")
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
  }
}

/// Why a path is no track.
package struct TrackError: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: String
  package let reason: String
  package let remedy: String
  /// What cannot be done with the path.
  package var deed = "be read as a track"

  package var description: String {
    let end = reason.hasSuffix(".") ? "" : "."
    return "\"\(path)\" cannot \(deed): \(reason)\(end) \(remedy)"
  }
}
