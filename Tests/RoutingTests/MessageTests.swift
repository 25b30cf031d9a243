import Documents
import Routing
import Testing

@Suite struct Messages {
  static let site = SiteRecord(id: "s1", name: "public", namespace: "public", services: "[]")
  static let all: [Message] = [
    .hello(Hello(router: "public-1", mode: .interior, site: site, cost: 7)),
    .advert(
      Advert(
        router: "public-1", sequence: 42, site: site, neighbours: ["private-1": 1],
        consumers: ["database": 2, "payment-processor": 1])),
    .ping(-5), .pong(1_234_567_890_123),
    .open(
      stream: 7,
      StreamRequest(router: "private-1", address: "database", source: "127.3.0.10:5000", hops: 3)),
    .credit(stream: 8, 262_144), .blocked(stream: 9), .end(stream: 10),
    .reset(stream: 11, reason: "the target refused the connection"),
  ]

  @Test(arguments: all)
  func come_back_from_their_frames(message: Message) throws {
    #expect(try decode(message.frames) == [message])
  }

  @Test func a_long_advert_takes_several_frames_and_is_one_message() throws {
    var site = Self.site
    site.services = String(repeating: "long ", count: 20_000)
    let message = Message.advert(Advert(router: "r", sequence: 1, site: site))
    #expect(message.frames.count > 6 * FrameHead.longestBody)
    #expect(try decode(message.frames) == [message])
  }

  @Test func a_head_says_kind_stream_and_length() throws {
    let head = FrameHead(.data, stream: 0x0102_0304, bodyLength: 300, flags: 1)
    #expect(head.bytes == [6, 1, 1, 44, 1, 2, 3, 4])
    #expect(try FrameHead(word: head.word) == head)
  }

  @Test func a_frame_that_is_too_long_is_refused() {
    let head = FrameHead(.data, stream: 1, bodyLength: FrameHead.longestBody + 1)
    #expect(throws: ProtocolError.self) { try FrameHead(word: head.word) }
  }

  @Test func a_frame_of_an_unknown_kind_is_refused() {
    #expect(throws: ProtocolError.self) { try FrameHead(word: 99 << 56) }
  }

  @Test func a_body_that_is_cut_short_is_refused() throws {
    let frames = Self.all[4].frames
    let head = FrameHead(.open, stream: 7, bodyLength: 0)
    for length in 0..<frames.count - FrameHead.length {
      let body = Array(frames[FrameHead.length..<FrameHead.length + length])
      #expect(throws: ProtocolError.self) { try Message(head, body: body) }
    }
  }

  private func decode(_ bytes: [UInt8]) throws -> [Message] {
    var messages: [Message] = []
    var body: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let head = try FrameHead(word: rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
      body += rest.dropFirst(8).prefix(head.bodyLength)
      rest = rest.dropFirst(8 + head.bodyLength)
      if head.flags & FrameHead.more != 0 { continue }
      messages.append(try Message(head, body: body))
      body = []
    }
    return messages
  }
}
