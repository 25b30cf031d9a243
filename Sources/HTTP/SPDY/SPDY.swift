/// SPDY/3.1 as far as clients of clusters use it, without any I/O: many streams over one connection,
/// no flow control, headers from the client alone.
package enum SPDY {
  /// What a client sends.
  package enum Frame: Hashable, Sendable {
    /// A stream begins; `isFinal` when the client sends nothing on it.
    case open(stream: Int, headers: [String: String], isFinal: Bool)
    case data(stream: Int, [UInt8], isFinal: Bool)
    /// The client gives a stream up.
    case reset(stream: Int)
    /// To be answered with the same bytes.
    case ping([UInt8])
    /// The client opens no more streams.
    case goAway
  }

  /// The largest frame that is taken, in bytes.
  package static let largestFrame = 8 * 1024 * 1024
  /// The largest piece that is sent at once, in bytes.
  private static let largestPiece = 65_536

  /// The answer to a stream's beginning. Its header block holds no headers; as all blocks of a
  /// connection are one zlib stream, the first also begins that stream.
  package static func reply(_ stream: Int, isFirst: Bool) -> [UInt8] {
    // A stored block with the number of headers, and an empty one so that the reader sees it.
    let block: [UInt8] =
      [0x00, 0x04, 0x00, 0xFB, 0xFF, 0, 0, 0, 0] + [0x00, 0x00, 0x00, 0xFF, 0xFF]
    let payload = word(stream) + (isFirst ? [0x78, 0x01] : []) + block
    return control(2, payload)
  }

  /// Bytes on a stream, in as many frames as it takes.
  package static func data(_ stream: Int, _ bytes: [UInt8], isFinal: Bool = false) -> [UInt8] {
    var frames: [UInt8] = []
    var rest = bytes[...]
    repeat {
      let piece = rest.prefix(largestPiece)
      rest = rest.dropFirst(largestPiece)
      let flags: UInt8 = isFinal && rest.isEmpty ? 1 : 0
      frames += word(stream) + [flags] + length(piece.count) + piece
    } while !rest.isEmpty
    return frames
  }

  /// The answer to a ping.
  package static func ping(_ bytes: [UInt8]) -> [UInt8] { control(6, bytes) }

  private static func control(_ type: UInt8, _ payload: [UInt8]) -> [UInt8] {
    [0x80, 0x03, 0x00, type, 0x00] + length(payload.count) + payload
  }

  private static func word(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func length(_ number: Int) -> [UInt8] { Array(word(number).dropFirst()) }
}

/// What makes bytes no SPDY conversation.
package struct SPDYError: Error, Hashable, Sendable {
  package let reason: String
}

/// Reads a client's frames from bytes as they arrive: feed it, then take what is there.
package struct SPDYReader: Sendable {
  private var buffer: [UInt8] = []
  private var start = 0
  private var headers = Inflater(dictionary: SPDYDictionary.bytes)

  package init() {}

  /// Takes bytes from the connection.
  package mutating func feed(_ bytes: [UInt8]) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer += bytes
  }

  /// The next frame that means something here, or nothing when more bytes are needed.
  /// - Throws: ``SPDYError``; nothing more can be read then.
  package mutating func next() throws(SPDYError) -> SPDY.Frame? {
    while buffer.count - start >= 8 {
      let head = Array(buffer[start..<(start + 8)])
      let length = SPDYReader.number(head[5...])
      guard length <= SPDY.largestFrame else {
        throw SPDYError(reason: "a frame is longer than \(SPDY.largestFrame) bytes")
      }
      guard buffer.count - start >= 8 + length else { return nil }
      let payload = Array(buffer[(start + 8)..<(start + 8 + length)])
      start += 8 + length
      if let frame = try frame(head, payload) { return frame }
    }
    return nil
  }

  private mutating func frame(
    _ head: [UInt8], _ payload: [UInt8]
  ) throws(SPDYError) -> SPDY.Frame? {
    let isFinal = head[4] & 1 != 0
    guard head[0] & 0x80 != 0 else {
      return .data(stream: SPDYReader.number(head[..<4]), payload, isFinal: isFinal)
    }
    guard head[0] == 0x80, head[1] == 3 else {
      throw SPDYError(reason: "a frame is of another version than 3")
    }
    switch head[3] {
    case 1:
      guard payload.count >= 10 else {
        throw SPDYError(reason: "a stream's beginning is too short")
      }
      return .open(
        stream: SPDYReader.number(payload[..<4]) & 0x7FFF_FFFF,
        headers: try fields(Array(payload[10...])), isFinal: isFinal)
    case 3:
      guard payload.count >= 4 else { throw SPDYError(reason: "a stream's reset is too short") }
      return .reset(stream: SPDYReader.number(payload[..<4]) & 0x7FFF_FFFF)
    case 6: return .ping(payload)
    case 7: return .goAway
    // Settings, windows and further headers say nothing that is needed.
    default: return nil
    }
  }

  private mutating func fields(_ block: [UInt8]) throws(SPDYError) -> [String: String] {
    let bytes: [UInt8]
    do {
      bytes = try headers.unpack(block)
    } catch {
      throw SPDYError(reason: "a stream's headers cannot be unpacked: \(error.reason)")
    }
    var rest = bytes[...]
    func number() throws(SPDYError) -> Int {
      guard rest.count >= 4 else { throw SPDYError(reason: "a stream's headers are cut off") }
      defer { rest = rest.dropFirst(4) }
      return SPDYReader.number(rest.prefix(4))
    }
    func text() throws(SPDYError) -> String {
      let length = try number()
      guard rest.count >= length else { throw SPDYError(reason: "a stream's headers are cut off") }
      defer { rest = rest.dropFirst(length) }
      return String(decoding: rest.prefix(length), as: UTF8.self)
    }
    var fields: [String: String] = [:]
    for _ in 0..<(try number()) {
      let name = try text()
      fields[name.lowercased()] = try text()
    }
    return fields
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
