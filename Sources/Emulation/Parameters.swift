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
  subscript(index: Int) -> Int {
    precondition(index < count)
    return Int(numbers[index])
  }

  /// Whether a number was joined to the one before by a colon.
  func isJoined(_ index: Int) -> Bool { index < Self.most && joined & 1 << UInt32(index) != 0 }

  /// Takes a digit, a semicolon or a colon; false when there are too many numbers.
  mutating func take(_ byte: UInt8) -> Bool {
    if count == 0 { add() }
    if byte < 0x3A {
      let value = max(0, numbers[count - 1]) * 10 + Int32(byte - 0x30)
      numbers[count - 1] = min(value, Int32(Self.largest))
    } else {
      guard count < Self.most else { return false }
      if byte == 0x3A { joined |= 1 << UInt32(count) }
      add()
    }
    return true
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
