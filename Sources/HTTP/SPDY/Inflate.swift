/// Unpacks the headers of a SPDY connection: one zlib stream (RFC 1950, RFC 1951) that goes on from
/// frame to frame, each of which ends between two blocks.
struct Inflater: Sendable {
  private var history: [UInt8]
  private var hasBegun = false

  /// How far back a stream may point.
  private static let window = 32_768
  /// The most that one piece may become, in bytes.
  private static let largest = 1 << 20

  struct Failure: Error, Hashable, Sendable {
    let reason: String
  }

  /// An unpacker whose stream may point into a dictionary that both sides know.
  init(dictionary: [UInt8]) { history = dictionary }

  /// Unpacks the next piece.
  mutating func unpack(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
    var input = BitReader(bytes)
    if !hasBegun {
      try readHead(&input)
      hasBegun = true
    }
    var output: [UInt8] = []
    while !input.isAtEnd {
      let isLast = try input.bits(1)
      switch try input.bits(2) {
      case 0: try copyStored(&input, &output)
      case 1: try decode(&input, &output, .fixedLiterals, .fixedDistances)
      case 2:
        let (literals, distances) = try HuffmanCode.dynamic(&input)
        try decode(&input, &output, literals, distances)
      default: throw Failure(reason: "a block is of an unknown kind")
      }
      if isLast == 1 { break }
    }
    history = Array((history + output).suffix(Self.window))
    return output
  }

  /// The two bytes of the stream's beginning, and the dictionary's number where one is used.
  private func readHead(_ input: inout BitReader) throws(Failure) {
    let method = try input.bits(8)
    let flags = try input.bits(8)
    guard method & 0x0F == 8, (method << 8 | flags) % 31 == 0 else {
      throw Failure(reason: "it does not begin as a zlib stream")
    }
    if flags & 0x20 != 0 { for _ in 0..<4 { _ = try input.bits(8) } }
  }

  private func copyStored(_ input: inout BitReader, _ output: inout [UInt8]) throws(Failure) {
    input.skipToByte()
    let length = try input.bits(16)
    let check = try input.bits(16)
    guard length ^ 0xFFFF == check else {
      throw Failure(reason: "a stored block's length is damaged")
    }
    for _ in 0..<length { output.append(UInt8(try input.bits(8))) }
    guard output.count <= Self.largest else { throw Failure(reason: "headers are too long") }
  }

  private func decode(
    _ input: inout BitReader, _ output: inout [UInt8], _ literals: HuffmanCode,
    _ distances: HuffmanCode
  ) throws(Failure) {
    while true {
      let symbol = try literals.next(&input)
      if symbol < 256 {
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      guard symbol <= 285 else { throw Failure(reason: "a length is unknown") }
      let (lengthBase, lengthBits) = Self.lengths[symbol - 257]
      let length = lengthBase + (try input.bits(lengthBits))
      let code = try distances.next(&input)
      guard code < 30 else { throw Failure(reason: "a distance is unknown") }
      let (distanceBase, distanceBits) = Self.distances[code]
      let distance = distanceBase + (try input.bits(distanceBits))
      guard distance <= history.count + output.count else {
        throw Failure(reason: "it points to before its beginning")
      }
      guard output.count + length <= Self.largest else {
        throw Failure(reason: "headers are too long")
      }
      for _ in 0..<length {
        let place = output.count - distance
        output.append(place >= 0 ? output[place] : history[history.count + place])
      }
    }
  }

  /// For each length code the first length and the number of bits that are added.
  private static let lengths: [(Int, Int)] =
    [
      (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (13, 1), (15, 1),
      (17, 1), (19, 2), (23, 2), (27, 2), (31, 2), (35, 3), (43, 3), (51, 3), (59, 3), (67, 4),
      (83, 4), (99, 4), (115, 4), (131, 5), (163, 5), (195, 5), (227, 5), (258, 0),
    ]

  /// For each distance code the first distance and the number of bits that are added.
  private static let distances: [(Int, Int)] = (0..<30).map { (code: Int) -> (Int, Int) in
    guard code >= 4 else { return (code + 1, 0) }
    let bits = code / 2 - 1
    let first = (2 + code % 2) << bits
    return (1 + first, bits)
  }
}

/// Bits from bytes, the lowest first.
private struct BitReader {
  private let bytes: [UInt8]
  private var index = 0
  private var held = 0
  private var count = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether no whole block can follow.
  var isAtEnd: Bool { index == bytes.count && count < 3 }

  mutating func bits(_ wanted: Int) throws(Inflater.Failure) -> Int {
    while count < wanted {
      guard index < bytes.count else {
        throw Inflater.Failure(reason: "it ends in the middle of a block")
      }
      held |= Int(bytes[index]) << count
      index += 1
      count += 8
    }
    defer {
      held >>= wanted
      count -= wanted
    }
    return held & (1 << wanted - 1)
  }

  mutating func skipToByte() {
    held >>= count % 8
    count -= count % 8
  }
}

/// A prefix code, made from the lengths of its words.
private struct HuffmanCode {
  /// How many words of each length there are.
  private var counts = [Int](repeating: 0, count: 16)
  /// The symbols in the order of their words.
  private var symbols: [Int] = []

  init(_ lengths: [Int]) {
    for length in 1...15 {
      for (symbol, own) in lengths.enumerated() where own == length {
        counts[length] += 1
        symbols.append(symbol)
      }
    }
  }

  /// Reads one word.
  func next(_ input: inout BitReader) throws(Inflater.Failure) -> Int {
    var word = 0
    var first = 0
    var index = 0
    for length in 1...15 {
      word |= try input.bits(1)
      if word - first < counts[length] { return symbols[index + word - first] }
      index += counts[length]
      first = (first + counts[length]) << 1
      word <<= 1
    }
    throw Inflater.Failure(reason: "a word stands for nothing")
  }

  static let fixedLiterals = HuffmanCode(
    (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  static let fixedDistances = HuffmanCode([Int](repeating: 5, count: 30))

  /// The two codes that a block brings with it.
  static func dynamic(
    _ input: inout BitReader
  ) throws(Inflater.Failure) -> (literals: HuffmanCode, distances: HuffmanCode) {
    let literals = try input.bits(5) + 257
    let distances = try input.bits(5) + 1
    let count = try input.bits(4) + 4
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var own = [Int](repeating: 0, count: 19)
    for place in order.prefix(count) { own[place] = try input.bits(3) }
    let code = HuffmanCode(own)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      let symbol = try code.next(&input)
      switch symbol {
      case 16:
        guard let last = lengths.last else {
          throw Inflater.Failure(reason: "nothing can be repeated yet")
        }
        lengths += [Int](repeating: last, count: 3 + (try input.bits(2)))
      case 17: lengths += [Int](repeating: 0, count: 3 + (try input.bits(3)))
      case 18: lengths += [Int](repeating: 0, count: 11 + (try input.bits(7)))
      default: lengths.append(symbol)
      }
    }
    guard lengths.count == literals + distances else {
      throw Inflater.Failure(reason: "its codes are longer than they say")
    }
    return (HuffmanCode(Array(lengths[..<literals])), HuffmanCode(Array(lengths[literals...])))
  }
}
