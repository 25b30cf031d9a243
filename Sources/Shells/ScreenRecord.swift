import Platform

/// What a terminal has shown, kept in two files so that a later shell of the same terminal can show
/// it again: the newest bytes in one, those before them in the other.
struct ScreenRecord {
  /// How many bytes one of the files has at most, and a little more.
  static let mostBytes = 1 << 20

  let path: String
  private var file: FileDescriptor?
  private var count = 0

  init(path: String) { self.path = path }

  /// What was kept until now, oldest first.
  var bytes: [UInt8] { [older, path].flatMap { (try? Files.read($0)) ?? [] } }

  /// Keeps bytes. A record that can't be written stays as it is: the terminal works without it.
  mutating func append(_ bytes: [UInt8]) {
    if file == nil {
      file = try? FileDescriptor.appending(path)
      count = Files.size(path) ?? 0
    }
    guard let file else { return }
    try? file.writeAll(bytes)
    count += bytes.count
    guard count > Self.mostBytes else { return }
    close()
    try? Files.move(path, to: older)
  }

  /// Closes the file; the next bytes open it again.
  mutating func close() {
    file?.close()
    file = nil
  }

  private var older: String { "\(path).old" }
}
