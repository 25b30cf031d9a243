import Platform

/// Wakes a thread that waits, however often it is rung in between.
final class Doorbell: Sendable {
  private let input: FileDescriptor
  private let output: FileDescriptor

  init() throws(SystemError) {
    (input, output) = try FileDescriptor.pipe()
    try input.setNonBlocking()
    try output.setNonBlocking()
  }

  /// Wakes the one that waits, now or when it waits next. A full pipe is a rung bell.
  func ring() { _ = try? output.write([1]) }

  /// Waits for a ring, at most so long; false when time is up.
  @discardableResult
  func wait(_ timeout: Duration? = nil) -> Bool {
    let isRung = (try? input.waitUntil(.read, timeout: timeout)) ?? false
    while let bytes = try? input.read(), !bytes.isEmpty {}
    return isRung
  }
}
