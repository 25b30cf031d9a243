import HTTP
import Testing

@Suite struct WebSocketTests {
  private let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

  @Test func a_key_is_answered_as_in_the_standard_s_example() {
    #expect(
      WebSocket.accept(key: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }

  @Test func frames_are_as_in_the_standard_s_examples() {
    let hello = Array("Hello".utf8)
    #expect(WebSocket.frame(.text, hello) == [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
    #expect(
      WebSocket.frame(.text, hello, mask: mask) == [
        0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58,
      ])
    #expect(WebSocket.frame(.ping, hello) == [0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
    let long = [UInt8](repeating: 7, count: 256)
    #expect(WebSocket.frame(.binary, long).prefix(4) == [0x82, 0x7E, 0x01, 0x00])
    let longer = [UInt8](repeating: 7, count: 65_536)
    #expect(
      WebSocket.frame(.binary, longer).prefix(10) == [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0])
  }

  @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
  func what_one_side_sends_the_other_reads_byte_by_byte_or_at_once(size: Int) throws {
    let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for isServer in [true, false] {
      let frame = WebSocket.frame(.binary, payload, mask: isServer ? mask : nil)
      var whole = WebSocketReader(isServer: isServer)
      whole.feed(frame)
      #expect(try whole.next() == .data(payload))
      #expect(try whole.next() == nil)
      var slow = WebSocketReader(isServer: isServer)
      slow.feed(frame.dropLast())
      #expect(try slow.next() == nil)
      slow.feed(frame.suffix(1))
      #expect(try slow.next() == .data(payload))
    }
  }

  @Test func fragments_are_joined_and_a_ping_may_come_between_them() throws {
    var reader = WebSocketReader(isServer: false)
    reader.feed([0x01, 0x03, 0x48, 0x65, 0x6C] + WebSocket.frame(.ping, [1]))
    reader.feed([0x80, 0x02, 0x6C, 0x6F] + WebSocket.frame(.close, WebSocket.closing(1000)))
    #expect(try reader.next() == .ping([1]))
    #expect(try reader.next() == .data(Array("Hello".utf8)))
    #expect(try reader.next() == .close([0x03, 0xE8]))
  }

  @Test(arguments: [
    ([0x82, 0x01, 0x00], true, "a client's frame is not masked"),
    ([0x82, 0x81, 0, 0, 0, 0, 0], false, "a server's frame is masked"),
    ([0x83, 0x00], false, "a frame begins with the unknown byte 131"),
    ([0xC2, 0x00], false, "a frame begins with the unknown byte 194"),
    ([0x80, 0x00], false, "a message was continued that had not begun"),
    ([0x09, 0x00], false, "a control frame is too long or fragmented"),
    ([0x02, 0x00, 0x82, 0x00], false, "a message began before the one before had ended"),
    ([0x82, 0x7F, 0, 0, 0, 1, 0, 0, 0, 0], false, "a message is longer than 16777216 bytes"),
  ])
  func what_breaks_the_rules_is_refused(bytes: [UInt8], isServer: Bool, reason: String) {
    var reader = WebSocketReader(isServer: isServer)
    reader.feed(bytes)
    let error = #expect(throws: WebSocketError.self) {
      while try reader.next() != nil {}
    }
    #expect(error?.reason == reason)
  }
}
