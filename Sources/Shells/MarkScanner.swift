/// Cuts a shell's output at its marks: `ESC ] 133 ; LETTER ; NAME=VALUE … BEL` that carry the key.
/// Marks without it are somebody else's and stay in the output.
struct MarkScanner: Sendable {
  /// A piece of the output, in order.
  enum Piece: Equatable, Sendable {
    case bytes([UInt8])
    case mark(Mark)
  }

  /// What a shell said about itself.
  enum Mark: Equatable, Sendable {
    /// The prompt stands there and input is awaited.
    case prompt
    /// A command begins; its number when it was driven.
    case begin(Int?)
    /// A command has ended with this exit code; its number when it was driven.
    case end(status: Int32, run: Int?)
  }

  private let key: [UInt8]
  private var held: [UInt8] = []

  private static let introducer = Array("\u{1B}]133;".utf8)
  private static let longest = 256

  init(key: String) { self.key = Array("k=\(key)".utf8) }

  /// The pieces that are complete now. What may become a mark is held back until it is known.
  mutating func scan(_ bytes: [UInt8]) -> [Piece] {
    let all = held.isEmpty ? bytes : held + bytes
    held = []
    var pieces: [Piece] = []
    var plain = 0
    var index = 0
    while let escape = all[index...].firstIndex(of: 0x1B) {
      let rest = all[escape...]
      if rest.count < Self.introducer.count, Self.introducer.starts(with: rest) {
        return pieces + finish(all, plain, escape)
      }
      guard rest.starts(with: Self.introducer) else {
        index = escape + 1
        continue
      }
      let body = rest.dropFirst(Self.introducer.count)
      guard let end = body.prefix(Self.longest).firstIndex(where: { $0 < 0x20 }) else {
        if body.count < Self.longest { return pieces + finish(all, plain, escape) }
        index = escape + 1
        continue
      }
      if all[end] == 0x07, let mark = mark(body[..<end]) {
        if escape > plain { pieces.append(.bytes(Array(all[plain..<escape]))) }
        pieces.append(.mark(mark))
        plain = end + 1
        index = plain
      } else {
        index = escape + 1
      }
    }
    if plain < all.count { pieces.append(.bytes(Array(all[plain...]))) }
    return pieces
  }

  /// What is held back, when nothing more will come.
  mutating func flush() -> [UInt8] {
    defer { held = [] }
    return held
  }

  private mutating func finish(_ all: [UInt8], _ plain: Int, _ escape: Int) -> [Piece] {
    held = Array(all[escape...])
    return escape > plain ? [.bytes(Array(all[plain..<escape]))] : []
  }

  private func mark(_ text: ArraySlice<UInt8>) -> Mark? {
    let parts = text.split(separator: UInt8(ascii: ";"))
    guard parts.contains(where: { $0.elementsEqual(key) }), let letter = parts.first,
      letter.count == 1
    else { return nil }
    func value(_ name: Unicode.Scalar) -> Int? {
      let part = parts.first { $0.starts(with: [UInt8(ascii: name), UInt8(ascii: "=")]) }
      return part.flatMap { Int(String(decoding: $0.dropFirst(2), as: UTF8.self)) }
    }
    switch letter.first {
    case UInt8(ascii: "B"): return .prompt
    case UInt8(ascii: "C"): return .begin(value("r"))
    case UInt8(ascii: "D"):
      return value("s").flatMap { Int32(exactly: $0) }.map { .end(status: $0, run: value("r")) }
    default: return nil
    }
  }
}
