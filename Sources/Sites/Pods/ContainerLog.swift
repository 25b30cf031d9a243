/// What a container prints: each line with its moment, in a file and to those who follow.
import Platform

/// Confined to the site's loop.
final class ContainerLog {
  private let output: FileDescriptor?
  private var rest: [UInt8] = []
  private var followers: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
  private var nextFollower = 0
  let path: String
  private(set) var isClosed = false

  /// The longest line that is kept in one piece.
  private static let longestLine = 64 * 1024

  init(path: String) {
    self.path = path
    try? Files.makeDirectory(Path.parent(of: path))
    output = try? FileDescriptor.appending(path, mode: 0o600)
  }

  /// Takes in what was printed; whole lines are written.
  func take(_ bytes: [UInt8]) {
    let now = Array("\(WallTime.now().rfc3339Nano) ".utf8)
    var lines: [UInt8] = []
    for byte in bytes {
      rest.append(byte)
      if byte == 0x0A || rest.count >= Self.longestLine {
        lines += now
        lines += rest
        if byte != 0x0A { lines.append(0x0A) }
        rest.removeAll(keepingCapacity: true)
      }
    }
    write(lines)
  }

  /// The container has ended: what is left is a line too, and followers are done.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    if !rest.isEmpty { take([0x0A]) }
    for follower in followers.values { follower.finish() }
    followers = [:]
  }

  /// What there is, and what comes until the container ends.
  func follow() -> (soFar: [UInt8], further: AsyncStream<[UInt8]>) {
    let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
    if isClosed {
      continuation.finish()
    } else {
      nextFollower += 1
      followers[nextFollower] = continuation
    }
    return ((try? Files.read(path)) ?? [], stream)
  }

  private func write(_ lines: [UInt8]) {
    guard !lines.isEmpty else { return }
    try? output?.writeAll(lines)
    for (key, follower) in followers {
      if case .terminated = follower.yield(lines) { followers[key] = nil }
    }
  }
}

/// A part of a log as a client wants it.
enum LogText {
  /// The wanted lines of a log; each begins with its moment and a blank.
  static func select(
    _ bytes: [UInt8], tail: Int?, since: String?, limit: Int?, timestamps: Bool
  ) -> [UInt8] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: true)
    if let since {
      // Without its Z the moment is the beginning of every moment within that second.
      let moment = since.utf8.prefix { $0 != UInt8(ascii: "Z") }
      lines = lines.filter { !$0.lexicographicallyPrecedes(moment) }
    }
    if let tail { lines = lines.suffix(max(0, tail)) }
    var text: [UInt8] = []
    for line in lines {
      text += timestamps ? line : bare(line)
      text.append(0x0A)
    }
    if let limit { text = Array(text.prefix(limit)) }
    return text
  }

  private static func bare(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.firstIndex(of: 0x20).map { line[($0 + 1)...] } ?? line
  }
}
