/// The numbers of a control sequence: a few, in place, since every sequence has its own.
struct Parameters: Sendable {
  static let most = 32
  static let largest = 99_999

  private var numbers = InlineArray<32, Int32>(repeating: -1)
  /// Which numbers were joined to the one before by a colon: a bit for each.
  private var joined: UInt32 = 0
  /// How many there are.
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }
  var indices: Range<Int> { 0..<count }

  /// One of the numbers; -1 where none was written.
  @inline(__always)
  subscript(index: Int) -> Int {
    precondition(index < count)
    return Int(numbers[index])
  }

  /// Whether a number was joined to the one before by a colon.
  @inline(__always)
  func isJoined(_ index: Int) -> Bool { index < Self.most && joined & 1 << UInt32(index) != 0 }

  /// Takes digits, semicolons and colons as far as they go, and how far that is; with too many
  /// numbers, `fits` is false and the byte that was too much is the last.
  mutating func take(_ bytes: Span<UInt8>, from start: Int) -> (end: Int, fits: Bool) {
    var index = start
    guard index < bytes.count, bytes[index] &- 0x30 < 0x0C else { return (index, true) }
    if count == 0 { add() }
    var last = numbers[count - 1]
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 0x0C else { break }
      index &+= 1
      if digit < 10 {
        last = min(max(0, last) &* 10 &+ Int32(digit), Int32(truncatingIfNeeded: Self.largest))
        continue
      }
      numbers[count - 1] = last
      guard count < Self.most else { return (index, false) }
      if digit == 0x0A { joined |= 1 &<< UInt32(truncatingIfNeeded: count) }
      add()
      last = -1
    }
    numbers[count - 1] = last
    return (index, true)
  }

  mutating func removeAll() {
    count = 0
    joined = 0
  }

  private mutating func add() {
    numbers[count] = -1
    count += 1
  }
}

extension Parameters: Hashable {
  static func == (left: Parameters, right: Parameters) -> Bool {
    left.count == right.count && left.joined == right.joined
      && left.indices.allSatisfy { left.numbers[$0] == right.numbers[$0] }
  }

  func hash(into hasher: inout Hasher) {
    for index in indices { hasher.combine(numbers[index]) }
  }
}
