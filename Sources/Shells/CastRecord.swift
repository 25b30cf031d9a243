import Documents
import Platform

/// What a terminal shows and when, as a file that players of terminal recordings read: asciicast,
/// version 2 (docs.asciinema.org). A record that can't be written, or has become too long, stays as
/// it is: the terminal works without it.
struct CastRecord {
  /// How many bytes a record has at most, and a little more.
  static let mostBytes = 16 << 20

  private let path: String
  private let began = MonotonicTime.now()
  private var file: FileDescriptor?
  private var count = 0
  /// The beginning of a character whose end has not come yet.
  private var rest: [UInt8] = []

  init(path: String, size: TerminalSize) {
    self.path = path
    let header: Value = [
      "version": 2, "width": Value(size.columns), "height": Value(size.rows),
      "timestamp": Value(Int(WallTime.now().seconds)), "env": ["TERM": "xterm-256color"],
    ]
    try? Files.write(path, text: header.json() + "\n", mode: 0o600)
  }

  /// Keeps bytes that are shown now.
  mutating func append(_ bytes: [UInt8]) {
    let all = rest + bytes
    let whole = all.count - CastRecord.unfinished(all)
    rest = Array(all[whole...])
    if whole > 0 { write("o", String(decoding: all[..<whole], as: UTF8.self)) }
  }

  /// Keeps that the terminal has another size now.
  mutating func resize(_ size: TerminalSize) { write("r", "\(size.columns)x\(size.rows)") }

  /// Closes the file; the next bytes open it again.
  mutating func close() {
    file?.close()
    file = nil
  }

  private mutating func write(_ code: String, _ text: String) {
    if count > Self.mostBytes { return }
    if file == nil { file = try? FileDescriptor.appending(path) }
    guard let file else { return }
    let time = Double((MonotonicTime.now() - began) / .milliseconds(1)) / 1000
    let line = Value.array([.number(time), .string(code), .string(text)]).json() + "\n"
    try? file.writeAll(line)
    count += line.utf8.count
  }

  /// How many bytes at the end are the beginning of a character in UTF-8.
  static func unfinished(_ bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
