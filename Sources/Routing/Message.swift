import Documents

/// What routers say to each other, apart from the bytes of streams.
package enum Message: Hashable, Sendable {
  case hello(Hello)
  case advert(Advert)
  case ping(Int64)
  case pong(Int64)
  case open(stream: UInt32, StreamRequest)
  case credit(stream: UInt32, Int)
  case blocked(stream: UInt32)
  case end(stream: UInt32)
  case reset(stream: UInt32, reason: String)
}

/// Where a new stream wants to go.
package struct StreamRequest: Hashable, Sendable {
  /// The router whose consumer was chosen.
  package var router: String
  /// The address that the consumer serves.
  package var address: String
  /// Where the client's connection came from.
  package var source: String
  /// How many links it has crossed.
  package var hops: Int

  /// More links than any path has, so that a stream cannot run in circles.
  package static let mostHops = 16

  package init(router: String, address: String, source: String, hops: Int = 0) {
    self.router = router
    self.address = address
    self.source = source
    self.hops = hops
  }
}

extension Message {
  /// The message as frames.
  package var frames: [UInt8] {
    switch self {
    case .hello(let hello): split(.hello, hello.value)
    case .advert(let advert): split(.advert, advert.value)
    case .ping(let time): frame(.ping, 0, bigEndian(UInt64(bitPattern: time), count: 8))
    case .pong(let time): frame(.pong, 0, bigEndian(UInt64(bitPattern: time), count: 8))
    case .open(let stream, let request):
      frame(
        .open, stream,
        [UInt8(clamping: request.hops)] + text(request.router) + text(request.address)
          + text(request.source))
    case .credit(let stream, let amount):
      frame(.credit, stream, bigEndian(UInt64(amount), count: 4))
    case .blocked(let stream): frame(.blocked, stream, [])
    case .end(let stream): frame(.end, stream, [])
    case .reset(let stream, let reason): frame(.reset, stream, Array(reason.utf8.prefix(1024)))
    }
  }

  /// The message that a head and a body put together from all its frames stand for.
  package init(_ head: FrameHead, body: [UInt8]) throws(ProtocolError) {
    switch head.kind {
    case .hello: self = .hello(try Hello(try Self.document(body)))
    case .advert: self = .advert(try Advert(try Self.document(body)))
    case .ping: self = .ping(Int64(bitPattern: try Self.number(body, count: 8)))
    case .pong: self = .pong(Int64(bitPattern: try Self.number(body, count: 8)))
    case .open:
      var rest = body[...]
      guard let hops = rest.popFirst() else { throw ProtocolError("it sent an empty request") }
      self = .open(
        stream: head.stream,
        StreamRequest(
          router: try Self.text(&rest), address: try Self.text(&rest),
          source: try Self.text(&rest), hops: Int(hops)))
    case .credit: self = .credit(stream: head.stream, Int(try Self.number(body, count: 4)))
    case .blocked: self = .blocked(stream: head.stream)
    case .end: self = .end(stream: head.stream)
    case .reset:
      self = .reset(stream: head.stream, reason: String(decoding: body, as: UTF8.self))
    case .data: throw ProtocolError("bytes of a stream are no message")
    }
  }
}

extension Message {
  private func frame(_ kind: FrameHead.Kind, _ stream: UInt32, _ body: [UInt8]) -> [UInt8] {
    FrameHead(kind, stream: stream, bodyLength: body.count).bytes + body
  }

  private func split(_ kind: FrameHead.Kind, _ document: Value) -> [UInt8] {
    let body = Array(document.json().utf8)
    var frames: [UInt8] = []
    var start = 0
    repeat {
      let end = min(body.count, start + FrameHead.longestBody)
      let flags = end < body.count ? FrameHead.more : 0
      frames += FrameHead(kind, bodyLength: end - start, flags: flags).bytes + body[start..<end]
      start = end
    } while start < body.count
    return frames
  }

  private func text(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(4096))
    return bigEndian(UInt64(bytes.count), count: 2) + bytes
  }

  private static func text(_ bytes: inout ArraySlice<UInt8>) throws(ProtocolError) -> String {
    guard bytes.count >= 2 else { throw ProtocolError("it cut a text short") }
    let count = Int(bytes.removeFirst()) << 8 | Int(bytes.removeFirst())
    guard bytes.count >= count else { throw ProtocolError("it cut a text short") }
    defer { bytes.removeFirst(count) }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  private static func number(_ bytes: [UInt8], count: Int) throws(ProtocolError) -> UInt64 {
    guard bytes.count == count else { throw ProtocolError("it sent a number of another size") }
    return bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func document(_ bytes: [UInt8]) throws(ProtocolError) -> Value {
    do {
      return try JSON.parse(String(decoding: bytes, as: UTF8.self))
    } catch { throw ProtocolError("it sent a document that cannot be read") }
  }
}
