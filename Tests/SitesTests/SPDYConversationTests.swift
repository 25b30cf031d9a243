import Documents
import HTTP
import Testing

@testable import Sites

/// What the machines decide that speak SPDY, as values.
@Suite struct SPDYConversationTests {
  /// A zlib stream of stored blocks: what a client's compressor may make of headers, too.
  private struct Client {
    private var hasBegun = false

    mutating func open(_ stream: UInt8, _ headers: [(String, String)]) -> [UInt8] {
      var block: [UInt8] = [0, 0, 0, UInt8(headers.count)]
      for text in headers.flatMap({ [$0.0, $0.1] }) {
        block += [0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8)
      }
      var packed: [UInt8] = hasBegun ? [] : [0x78, 0x01]
      hasBegun = true
      let count = UInt8(block.count)
      packed += [0, count, 0, ~count, 0xFF]
      packed += block
      packed += [0, 0, 0, 0xFF, 0xFF]
      let head: [UInt8] = [0x80, 3, 0, 1, 0, 0, 0, UInt8(10 + packed.count)]
      return head + [0, 0, 0, stream, 0, 0, 0, 0, 0, 0] + packed
    }
  }

  private func connection(_ client: inout Client, _ stream: UInt8, _ kind: String) -> [UInt8] {
    client.open(stream, [("streamtype", kind), ("port", "8080"), ("requestid", "7")])
  }

  @Test func a_program_starts_when_all_of_its_streams_are_there() {
    var client = Client()
    var conversation = SPDYExec(
      ExecStreams(input: true, output: true, error: false, terminal: false))
    #expect(conversation.begin() == [])
    #expect(
      conversation.receive(client.open(1, [("streamtype", "error")]))
        == [.write(SPDY.reply(1, isFirst: true))])
    #expect(
      conversation.receive(client.open(3, [("streamtype", "stdin")]))
        == [.write(SPDY.reply(3, isFirst: false))])
    #expect(
      conversation.receive(client.open(5, [("streamtype", "stdout")]))
        == [.write(SPDY.reply(5, isFirst: false)), .start])
    #expect(
      conversation.receive(SPDY.data(3, [1, 2], isFinal: true))
        == [.tell(.input([1, 2])), .tell(.endOfInput)])
    #expect(conversation.send(.output([3])) == [.write(SPDY.data(5, [3]))])
    let status: Value = ["status": "Success"]
    #expect(
      conversation.send(.ended(status)) == [
        .write(SPDY.data(1, Array(status.json().utf8), isFinal: true)),
        .write(SPDY.data(5, [], isFinal: true)), .write(SPDY.data(3, [], isFinal: true)),
      ])
    #expect(conversation.send(.output([4])) == [])
  }

  @Test func a_terminal_s_size_has_a_stream_and_a_ping_is_answered() {
    var client = Client()
    var conversation = SPDYExec(
      ExecStreams(input: false, output: true, error: false, terminal: true))
    for (stream, kind) in [(1, "error"), (3, "stdout")] {
      _ = conversation.receive(client.open(UInt8(stream), [("streamtype", kind)]))
    }
    #expect(
      conversation.receive(client.open(5, [("streamtype", "resize")])).last == .start)
    #expect(
      conversation.receive(SPDY.data(5, Array(#"{"Width":90,"Height":30}"#.utf8)))
        == [.tell(.resize(columns: 90, rows: 30))])
    #expect(conversation.receive(SPDY.ping([0, 0, 0, 9])) == [.write(SPDY.ping([0, 0, 0, 9]))])
    #expect(conversation.receive([0x80, 9, 9, 9, 9, 0, 0, 0]) == [.close])
  }

  @Test func each_connection_to_a_port_has_a_stream_for_errors() {
    var client = Client()
    var conversation = SPDYForward()
    #expect(
      conversation.receive(connection(&client, 1, "error"))
        == [.write(SPDY.reply(1, isFirst: true))])
    #expect(
      conversation.receive(connection(&client, 3, "data"))
        == [.write(SPDY.reply(3, isFirst: false)), .connect(3, port: 8080)])
    #expect(
      conversation.receive(SPDY.data(3, [5]) + SPDY.data(3, [], isFinal: true))
        == [.deliver(3, [5]), .finish(3)])
    #expect(conversation.send(.received(3, [6])) == [.write(SPDY.data(3, [6]))])
    #expect(
      conversation.send(.failed(3, "no")) == [
        .write(SPDY.data(1, Array("no".utf8), isFinal: true)),
        .write(SPDY.data(3, [], isFinal: true)),
      ])
    #expect(conversation.send(.ended(3)) == [], "it has ended already")
  }

  @Test func in_a_tunnel_the_same_bytes_travel_in_messages() {
    var client = Client()
    var conversation = TunnelledForward(SPDYForward())
    let bytes = connection(&client, 1, "error") + connection(&client, 3, "data")
    let mask: [UInt8] = [9, 8, 7, 6]
    let messages =
      WebSocket.frame(.binary, bytes.prefix(11), mask: mask)
      + WebSocket.frame(.binary, bytes.dropFirst(11), mask: mask)
    #expect(
      conversation.receive(messages) == [
        .write(WebSocket.frame(.binary, SPDY.reply(1, isFirst: true))),
        .write(WebSocket.frame(.binary, SPDY.reply(3, isFirst: false))), .connect(3, port: 8080),
      ])
    #expect(
      conversation.receive(WebSocket.frame(.close, [0x03, 0xE8], mask: mask))
        == [.write(WebSocket.frame(.close, [0x03, 0xE8])), .close])
  }
}
