/// What a client and a program in a container say to each other, and the machines that read it from
/// a connection's bytes and write it to them. The machines decide; `ExecSession` does.
import Documents

/// What a client says to a program.
enum ExecEvent: Hashable, Sendable {
  case input([UInt8])
  case endOfInput
  /// The size of the client's terminal.
  case resize(columns: Int, rows: Int)
}

/// What a program says to its client.
enum ExecReply: Hashable, Sendable {
  case output([UInt8])
  case error([UInt8])
  /// How it ended, as a `Status` document; nothing follows.
  case ended(Value)
}

/// What a conversation wants done.
enum ExecAction: Hashable, Sendable {
  /// Send these bytes to the client.
  case write([UInt8])
  /// All streams are there: start the program.
  case start
  case tell(ExecEvent)
  /// Close the connection.
  case close
}

/// A conversation in one of the forms that clients speak.
protocol ExecConversation: Sendable {
  /// The connection is there.
  mutating func begin() -> [ExecAction]
  /// Bytes have come from the client.
  mutating func receive(_ bytes: [UInt8]) -> [ExecAction]
  /// The program has something to say.
  mutating func send(_ reply: ExecReply) -> [ExecAction]
}

/// The streams that a client asks for.
struct ExecStreams: Hashable, Sendable {
  var input: Bool
  var output: Bool
  var error: Bool
  var terminal: Bool
}

/// The size of a terminal as clients send it: `{"Width":80,"Height":24}`.
enum TerminalSizeMessage {
  static func event(_ bytes: some Collection<UInt8>) -> ExecEvent? {
    guard let document = try? JSON.parse(Array(bytes)),
      let columns = document["Width"]?.integer, let rows = document["Height"]?.integer,
      (1...65_535).contains(columns), (1...65_535).contains(rows)
    else { return nil }
    return .resize(columns: columns, rows: rows)
  }
}
