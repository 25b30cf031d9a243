/// The tar format (POSIX.1 ustar with GNU's long names; pax headers are understood), without any I/O.
enum Tar {
  /// What an entry is.
  enum Kind: Hashable, Sendable {
    case file
    case folder
    case link(to: String)
    /// What is neither: hard links, devices and the like.
    case other
  }

  /// One entry's description.
  struct Entry: Hashable, Sendable {
    var name: String
    var kind: Kind
    var size: Int
    var mode: UInt32
    /// Seconds since 1970.
    var modified: Int
  }

  static let blockSize = 512

  /// The header of an entry; its content and `padding(_:)` follow.
  static func header(_ entry: Entry) -> [UInt8] {
    var bytes: [UInt8] = []
    var name = entry.name
    if case .folder = entry.kind, !name.hasSuffix("/") { name += "/" }
    if name.utf8.count > 100 { bytes += long(name, "L") }
    var target = ""
    if case .link(let text) = entry.kind {
      target = text
      if target.utf8.count > 100 { bytes += long(target, "K") }
    }
    let type: Character =
      switch entry.kind {
      case .file, .other: "0"
      case .folder: "5"
      case .link: "2"
      }
    return bytes
      + block(
        name: name, type: type, size: entry.kind == .file ? entry.size : 0, mode: entry.mode,
        modified: entry.modified, link: target)
  }

  /// What follows an entry's content up to the next block.
  static func padding(_ size: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: (blockSize - size % blockSize) % blockSize)
  }

  /// What ends an archive.
  static let end = [UInt8](repeating: 0, count: 2 * blockSize)

  private static func long(_ name: String, _ type: Character) -> [UInt8] {
    let bytes = Array(name.utf8) + [0]
    return block(
      name: "././@LongLink", type: type, size: bytes.count, mode: 0, modified: 0, link: "")
      + bytes + padding(bytes.count)
  }

  private static func block(
    name: String, type: Character, size: Int, mode: UInt32, modified: Int, link: String
  ) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: blockSize)
    func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
      for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
    }
    func octal(_ number: Int, _ width: Int) -> String {
      let digits = String(max(0, number), radix: 8)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    put(name.utf8.prefix(100), at: 0)
    put(octal(Int(mode & 0o7777), 7).utf8, at: 100)
    put(octal(0, 7).utf8, at: 108)
    put(octal(0, 7).utf8, at: 116)
    if size < 1 << 33 {
      put(octal(size, 11).utf8, at: 124)
    } else {
      block[124] = 0x80
      for index in 0..<8 {
        block[128 + index] = UInt8(truncatingIfNeeded: size >> (56 - 8 * index))
      }
    }
    put(octal(modified, 11).utf8, at: 136)
    put("        ".utf8, at: 148)
    block[156] = type.asciiValue ?? 0x30
    put(link.utf8.prefix(100), at: 157)
    put("ustar".utf8, at: 257)
    put("00".utf8, at: 263)
    let sum = block.reduce(0) { $0 + Int($1) }
    put(octal(sum, 6).utf8, at: 148)
    block[154] = 0
    return block
  }
}

/// Why bytes are no archive.
struct TarError: Error, Hashable, Sendable {
  let reason: String
}

/// Reads an archive from bytes as they arrive: feed it, then take what is there.
struct TarReader: Sendable {
  enum Event: Hashable, Sendable {
    case entry(Tar.Entry)
    /// A piece of the content of the last entry.
    case content([UInt8])
    case endOfEntry
  }

  private enum State {
    case header
    case content(left: Int, padding: Int)
    /// The content of a record that describes the next entry.
    case record(UInt8, size: Int, padding: Int)
    case ended
  }

  private var state = State.header
  private var buffer: [UInt8] = []
  private var start = 0
  private var nextName: String?
  private var nextLink: String?
  private var nextSize: Int?

  /// The longest record about an entry that is taken.
  private static let longestRecord = 1 << 20

  mutating func feed(_ bytes: [UInt8]) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer += bytes
  }

  /// The next event, or nothing when more bytes are needed or the archive has ended.
  mutating func next() throws(TarError) -> Event? {
    while true {
      switch state {
      case .ended: return nil
      case .header:
        guard let block = take(Tar.blockSize) else { return nil }
        if let event = try header(Array(block)) { return event }
      case .content(0, let padding):
        guard take(padding) != nil else { return nil }
        state = .header
        return .endOfEntry
      case .content(let left, let padding):
        let count = min(left, buffer.count - start)
        guard count > 0, let piece = take(count) else { return nil }
        state = .content(left: left - count, padding: padding)
        return .content(Array(piece))
      case .record(let type, let size, let padding):
        guard let bytes = take(size + padding) else { return nil }
        remember(type, Array(bytes.prefix(size)))
        state = .header
      }
    }
  }

  /// Whether the archive has been read to its end, or to where the next entry would begin.
  var isComplete: Bool {
    switch state {
    case .ended: true
    case .header: start == buffer.count && nextName == nil
    default: false
    }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard buffer.count - start >= count else { return nil }
    defer { start += count }
    return buffer[start..<(start + count)]
  }

  private mutating func header(_ block: [UInt8]) throws(TarError) -> Event? {
    if block.allSatisfy({ $0 == 0 }) {
      state = .ended
      return nil
    }
    let sum = block.enumerated().reduce(0) { total, item in
      total + Int((148..<156).contains(item.offset) ? 0x20 : item.element)
    }
    guard let size = Self.number(block[124..<136]), Self.number(block[148..<156]) == sum else {
      throw TarError(reason: "an entry's header is damaged")
    }
    let type = block[156]
    let padding = (Tar.blockSize - size % Tar.blockSize) % Tar.blockSize
    if [UInt8(ascii: "L"), UInt8(ascii: "K"), UInt8(ascii: "x"), UInt8(ascii: "g")].contains(type) {
      guard size <= Self.longestRecord else {
        throw TarError(reason: "a name is longer than \(Self.longestRecord) bytes")
      }
      state = .record(type, size: size, padding: padding)
      return nil
    }
    defer { (nextName, nextLink, nextSize) = (nil, nil, nil) }
    let isUstar = block[257..<262].elementsEqual("ustar".utf8) && block[262] == 0
    let prefix = isUstar ? Self.text(block[345..<500]) : ""
    let short = Self.text(block[0..<100])
    let kind: Tar.Kind =
      switch type {
      case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): short.hasSuffix("/") ? .folder : .file
      case UInt8(ascii: "5"): .folder
      case UInt8(ascii: "2"): .link(to: nextLink ?? Self.text(block[157..<257]))
      default: .other
      }
    let length = nextSize ?? size
    let entry = Tar.Entry(
      name: nextName ?? (prefix.isEmpty ? short : "\(prefix)/\(short)"), kind: kind,
      size: length, mode: UInt32(truncatingIfNeeded: Self.number(block[100..<108]) ?? 0o644),
      modified: Self.number(block[136..<148]) ?? 0)
    let rest = (Tar.blockSize - length % Tar.blockSize) % Tar.blockSize
    state = .content(left: length, padding: rest)
    return .entry(entry)
  }

  private mutating func remember(_ type: UInt8, _ bytes: [UInt8]) {
    switch type {
    case UInt8(ascii: "L"): nextName = Self.text(bytes[...])
    case UInt8(ascii: "K"): nextLink = Self.text(bytes[...])
    case UInt8(ascii: "x"):
      // Records of the form "LENGTH KEY=VALUE\n", the length counting the whole record.
      var rest = bytes[...]
      while let blank = rest.firstIndex(of: 0x20),
        let length = Int(String(decoding: rest[..<blank], as: UTF8.self)),
        length > 3, length <= rest.count
      {
        let record = rest.prefix(length)[(blank + 1)...].dropLast()
        rest = rest.dropFirst(length)
        guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
        let value = String(decoding: record[(equals + 1)...], as: UTF8.self)
        switch String(decoding: record[..<equals], as: UTF8.self) {
        case "path": nextName = value
        case "linkpath": nextLink = value
        case "size": nextSize = Int(value)
        default: break
        }
      }
    default: break
    }
  }

  private static func text(_ field: ArraySlice<UInt8>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    if let first = field.first, first & 0x80 != 0 {
      let rest = field.dropFirst().suffix(8)
      guard rest.first ?? 0 < 0x80 else { return nil }
      return rest.reduce(0) { $0 << 8 | Int($1) }
    }
    let digits = field.filter { $0 != 0 && $0 != 0x20 }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}
