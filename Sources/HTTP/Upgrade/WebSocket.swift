import TLS

/// WebSocket (RFC 6455) without any I/O: what both sides compute, and frames as bytes.
package enum WebSocket {
  /// What a frame is.
  package enum Opcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
  }

  /// A whole message from the other side; text and binary ones are the same here.
  package enum Message: Hashable, Sendable {
    case data([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    /// The other side ends the conversation, with the two bytes of its reason in front, if any.
    case close([UInt8])
  }

  /// The largest message that is taken, in bytes.
  package static let largestMessage = 16 * 1024 * 1024

  /// What a server answers as `Sec-WebSocket-Accept` to a client's `Sec-WebSocket-Key`.
  package static func accept(key: String) -> String {
    Base64.encode(SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
  }

  /// A new `Sec-WebSocket-Key`.
  package static func key() -> String {
    Base64.encode((0..<16).map { _ in UInt8.random(in: 0...255) })
  }

  /// A new mask for a client's frame.
  @Sendable package static func randomMask() -> [UInt8] {
    let number = UInt32.random(in: 0...UInt32.max)
    return (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// One unfragmented frame.
  /// - Parameter mask: the four bytes that a client has to mask with; nothing for a server.
  package static func frame(
    _ opcode: Opcode, _ payload: some Collection<UInt8>, mask: [UInt8]? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = [0x80 | opcode.rawValue]
    bytes.reserveCapacity(payload.count + 14)
    let flag: UInt8 = mask == nil ? 0 : 0x80
    switch payload.count {
    case 0..<126: bytes.append(flag | UInt8(payload.count))
    case 126...0xFFFF:
      bytes += [flag | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default:
      bytes.append(flag | 127)
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: payload.count >> shift))
      }
    }
    guard let mask else { return bytes + payload }
    bytes += mask
    var index = 0
    for byte in payload {
      bytes.append(byte ^ mask[index & 3])
      index += 1
    }
    return bytes
  }

  /// The payload of a close frame: a code and nothing to read.
  package static func closing(_ code: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)]
  }
}

/// What makes bytes no WebSocket conversation.
package struct WebSocketError: Error, Hashable, Sendable {
  package let reason: String
}

/// Reads the messages of one side from bytes as they arrive: feed it, then take what is there.
package struct WebSocketReader: Sendable {
  private let isServer: Bool
  private var buffer: [UInt8] = []
  private var start = 0
  private var message: [UInt8]?

  /// A reader for a server, whose clients have to mask, or for a client, whose server must not.
  package init(isServer: Bool) { self.isServer = isServer }

  /// Takes bytes from the connection.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer += bytes
  }

  /// The next message, or nothing when more bytes are needed.
  /// - Throws: ``WebSocketError``; nothing more can be read then.
  package mutating func next() throws(WebSocketError) -> WebSocket.Message? {
    while let (opcode, isFinal, payload) = try takeFrame() {
      switch opcode {
      case .close: return .close(payload)
      case .ping: return .ping(payload)
      case .pong: return .pong(payload)
      case .text, .binary:
        guard message == nil else {
          throw WebSocketError(reason: "a message began before the one before had ended")
        }
        if isFinal { return .data(payload) }
        message = payload
      case .continuation:
        guard let begun = message else {
          throw WebSocketError(reason: "a message was continued that had not begun")
        }
        guard begun.count + payload.count <= WebSocket.largestMessage else { throw tooLong }
        message = isFinal ? nil : begun + payload
        if isFinal { return .data(begun + payload) }
      }
    }
    return nil
  }

  private var tooLong: WebSocketError {
    WebSocketError(reason: "a message is longer than \(WebSocket.largestMessage) bytes")
  }

  private mutating func takeFrame() throws(WebSocketError) -> (WebSocket.Opcode, Bool, [UInt8])? {
    let bytes = buffer[start...]
    guard bytes.count >= 2 else { return nil }
    let (first, second) = (bytes[start], bytes[start + 1])
    guard first & 0x70 == 0, let opcode = WebSocket.Opcode(rawValue: first & 0x0F) else {
      throw WebSocketError(reason: "a frame begins with the unknown byte \(first)")
    }
    let isMasked = second & 0x80 != 0
    guard isMasked == isServer else {
      throw WebSocketError(
        reason: isServer ? "a client's frame is not masked" : "a server's frame is masked")
    }
    let isFinal = first & 0x80 != 0
    var length = Int(second & 0x7F)
    guard !opcode.isControl || (isFinal && length < 126) else {
      throw WebSocketError(reason: "a control frame is too long or fragmented")
    }
    var head = 2
    if length >= 126 {
      let width = length == 126 ? 2 : 8
      guard bytes.count >= 2 + width else { return nil }
      let number = bytes[(start + 2)..<(start + 2 + width)].reduce(UInt64(0)) {
        $0 << 8 | UInt64($1)
      }
      guard number <= UInt64(WebSocket.largestMessage) else { throw tooLong }
      length = Int(number)
      head += width
    }
    let mask = head
    if isMasked { head += 4 }
    guard bytes.count >= head + length else { return nil }
    var payload = Array(bytes[(start + head)..<(start + head + length)])
    if isMasked {
      let key = Array(bytes[(start + mask)..<(start + mask + 4)])
      for index in payload.indices { payload[index] ^= key[index & 3] }
    }
    start += head + length
    return (opcode, isFinal, payload)
  }
}
