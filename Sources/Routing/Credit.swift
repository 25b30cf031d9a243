/// The receiver's side of a stream's credit: how much the sender may have under way. It grows when
/// the line is long and the reader fast, so that a stream fills the line and no queue.
package struct ReceiveWindow: Hashable, Sendable {
  /// What a sender may send before the first credit.
  package static let initial = 256 * 1024
  /// The most that a stream may have under way.
  package static let largest = 64 * 1024 * 1024
  /// The most that all streams of a link may have under way beyond the first credit.
  package static let linkMemory = 128 * 1024 * 1024

  /// How much may be under way.
  package private(set) var size = Self.initial
  /// How much has arrived that nobody has taken.
  package private(set) var waiting = 0
  private var ungranted = 0
  private var outstanding = Self.initial
  private var lastBlocked: Int64?

  package init() {}

  /// Bytes arrived; false if they are more than was allowed.
  package mutating func received(_ count: Int) -> Bool {
    guard count <= outstanding else { return false }
    outstanding -= count
    waiting += count
    return true
  }

  /// Bytes were taken by the reader; the answer is the credit to give now, or 0.
  package mutating func drained(_ count: Int) -> Int {
    waiting -= count
    ungranted += count
    return ungranted >= size / 4 ? grant() : 0
  }

  /// The sender had to stop. If that happens twice within two round trips while the reader keeps
  /// up, the window is too small for the line; the answer is the credit to give now, or 0. It
  /// grows by no more than the memory that is left for windows.
  package mutating func blocked(now: Int64, roundTrip: Int64, memoryLeft: Int = .max) -> Int {
    defer { lastBlocked = now }
    guard waiting <= size / 4, size < Self.largest, size <= memoryLeft else { return 0 }
    guard let last = lastBlocked, now - last <= 2 * roundTrip + 500_000 else { return 0 }
    ungranted += size
    size *= 2
    return grant()
  }

  private mutating func grant() -> Int {
    defer { ungranted = 0 }
    outstanding += ungranted
    return ungranted
  }
}

/// The sender's side of a stream's credit.
package struct SendCredit: Hashable, Sendable {
  /// How many bytes may be sent now.
  package private(set) var available = ReceiveWindow.initial
  private var hasTold = false

  package init() {}

  /// Bytes were sent.
  package mutating func sent(_ count: Int) { available -= count }

  /// The receiver gave credit.
  package mutating func granted(_ count: Int) {
    available += count
    hasTold = false
  }

  /// There are bytes and no credit; true if the receiver must be told.
  package mutating func ranOut() -> Bool {
    defer { hasTold = true }
    return !hasTold
  }
}
