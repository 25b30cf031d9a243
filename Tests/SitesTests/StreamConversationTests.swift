import Documents
import HTTP
import Testing

@testable import Sites

/// What the machines of programs' streams and forwarded ports decide, as values.
@Suite struct StreamConversationTests {
  private let mask: [UInt8] = [1, 2, 3, 4]

  /// A client's message.
  private func message(_ bytes: [UInt8]) -> [UInt8] {
    WebSocket.frame(.binary, bytes, mask: mask)
  }

  @Test func a_client_s_channels_become_events_of_the_program() {
    var conversation = WebSocketExec()
    #expect(conversation.begin() == [.start])
    let size = Array(#"{"Width":120,"Height":33}"#.utf8)
    #expect(
      conversation.receive(
        message([0] + Array("ls".utf8)) + message([4] + size) + message([0])
          + message([255, 0]) + message([9, 9]) + message([]))
        == [
          .tell(.input(Array("ls".utf8))), .tell(.resize(columns: 120, rows: 33)),
          .tell(.endOfInput),
        ])
  }

  @Test func a_size_that_is_none_is_passed_over() {
    var conversation = WebSocketExec()
    for text in ["", "{}", #"{"Width":0,"Height":5}"#, #"{"Width":5,"Height":70000}"#] {
      #expect(conversation.receive(message([4] + Array(text.utf8))) == [])
    }
  }

  @Test func what_a_program_prints_goes_to_its_channel_and_its_end_closes() {
    var conversation = WebSocketExec()
    #expect(
      conversation.send(.output([7, 8])) == [.write(WebSocket.frame(.binary, [1, 7, 8]))])
    #expect(conversation.send(.error([9])) == [.write(WebSocket.frame(.binary, [2, 9]))])
    let status: Value = ["metadata": [:], "status": "Success"]
    #expect(
      conversation.send(.ended(status)) == [
        .write(WebSocket.frame(.binary, [3] + Array(status.json().utf8))),
        .write(WebSocket.frame(.close, [0x03, 0xE8])),
      ])
    #expect(conversation.send(.output([1])) == [], "nothing follows the close")
    let close = WebSocket.frame(.close, [0x03, 0xE8], mask: mask)
    #expect(conversation.receive(close) == [.close], "the client's answer ends the connection")
  }

  @Test func a_client_that_closes_first_is_answered_and_broken_bytes_are_refused() {
    var conversation = WebSocketExec()
    #expect(
      conversation.receive(WebSocket.frame(.close, [0x03, 0xE9, 0x21], mask: mask))
        == [.write(WebSocket.frame(.close, [0x03, 0xE9])), .close])
    var other = WebSocketExec()
    #expect(
      other.receive([0xFF, 0xFF]) == [.write(WebSocket.frame(.close, [0x03, 0xEA])), .close])
  }

  @Test func each_port_has_two_channels_that_begin_with_its_number() {
    var conversation = WebSocketForward(ports: [80, 8080])
    #expect(
      conversation.begin() == [
        .write(WebSocket.frame(.binary, [0, 80, 0])),
        .write(WebSocket.frame(.binary, [1, 80, 0])), .connect(0, port: 80),
        .write(WebSocket.frame(.binary, [2, 0x90, 0x1F])),
        .write(WebSocket.frame(.binary, [3, 0x90, 0x1F])), .connect(1, port: 8080),
      ])
    #expect(conversation.receive(message([2, 5, 6])) == [.deliver(1, [5, 6])])
    #expect(conversation.send(.received(1, [4])) == [.write(WebSocket.frame(.binary, [2, 4]))])
    #expect(
      conversation.send(.failed(0, "no")) == [
        .write(WebSocket.frame(.binary, [1] + Array("no".utf8)))
      ])
    #expect(conversation.receive(message([0, 1])) == [], "that connection is gone")
    #expect(
      conversation.send(.ended(1)) == [.write(WebSocket.frame(.close, [0x03, 0xE8]))],
      "the last connection's end says good-bye")
  }

  @Test func a_client_that_has_said_all_still_hears_the_answer() {
    var conversation = WebSocketForward(ports: [80])
    _ = conversation.begin()
    let close = WebSocket.frame(.close, [0x03, 0xE8], mask: mask)
    #expect(conversation.receive(close) == [.finish(0)])
    #expect(conversation.send(.received(0, [1])) == [.write(WebSocket.frame(.binary, [0, 1]))])
    #expect(
      conversation.send(.ended(0)) == [
        .write(WebSocket.frame(.close, [0x03, 0xE8])), .close,
      ])
  }
}

/// Whose file a path in a command is: the container's or the machine's.
@Suite struct ContainerPathTests {
  private let files: Set<String> = [
    "/r", "/r/etc", "/r/etc/app.conf", "/r/tmp", "/r/data", "/r/work", "/etc/hosts", "/bin/sh",
  ]

  @Test(arguments: [
    ("/etc/app.conf", "etc/app.conf"), ("/", "."), ("/data/", "data/"), ("/data/new", "data/new"),
    ("/tmp/any/thing", "tmp/any/thing"), ("/etc/hosts", "/etc/hosts"), ("/bin/sh", "/bin/sh"),
    ("relative", "relative"), ("-la", "-la"), ("/etc/../../x", "/etc/../../x"),
    ("/nowhere/x", "/nowhere/x"),
  ])
  func a_path_that_the_container_has_leads_into_its_folder(word: String, path: String) {
    let paths = ContainerPaths(root: "/r", directory: "/r")
    #expect(paths.outside(word, exists: files.contains) == path)
  }

  @Test func it_leads_there_from_a_working_folder_too() {
    let paths = ContainerPaths(root: "/r", directory: "/r/work/deep")
    #expect(paths.outside("/data", exists: files.contains) == "../../data")
  }
}
