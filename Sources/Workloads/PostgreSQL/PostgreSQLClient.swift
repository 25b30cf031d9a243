import Platform
import TLS

/// A blocking PostgreSQL client over one connection: SCRAM, queries, parameters, notifications.
/// Used by one thread at a time.
package final class PostgreSQLClient {
  /// Where to connect, and as whom.
  package struct Target: Hashable, Sendable {
    package var host: String
    package var port: Int
    package var user: String
    package var password: String
    package var database: String
    /// The longest wait for a connection and for an answer.
    package var timeout: Duration

    package init(
      host: String, port: Int = 5432, user: String, password: String, database: String,
      timeout: Duration = .seconds(2)
    ) {
      self.host = host
      self.port = port
      self.user = user
      self.password = password
      self.database = database
      self.timeout = timeout
    }
  }

  /// The rows of an answer as texts, and the command's tag.
  package struct Answer: Hashable, Sendable {
    package var columns: [PostgreSQLField] = []
    package var rows: [[String?]] = []
    package var tag = ""
  }

  private let target: Target
  private let descriptor: FileDescriptor
  private var input = FrameBuffer.client
  private var notifications: [PostgreSQLNotification] = []
  /// Warnings and notices since the last query began.
  package private(set) var notices: [PostgreSQLError] = []

  /// Connects and logs in.
  /// - Throws: ``PostgreSQLError`` as the server says it, or with a code of class 08 when the server
  ///   cannot be reached.
  package init(_ target: Target) throws(PostgreSQLError) {
    self.target = target
    do {
      descriptor = try TCPConnection.connect(
        address: target.host, port: target.port, timeout: target.timeout)
    } catch {
      throw PostgreSQLError(
        "08001", "The database at \(target.host):\(target.port) cannot be reached: \(error)")
    }
    try logIn()
  }

  deinit { close() }

  /// Ends the connection.
  package func close() {
    guard descriptor.isOpen else { return }
    try? descriptor.writeAll(FrontendMessage.terminate.bytes)
    descriptor.close()
  }

  /// Whether the connection can still be used.
  package var isOpen: Bool { descriptor.isOpen }

  /// Runs statements as they stand; the answer is the last one's.
  package func query(_ sql: String) throws(PostgreSQLError) -> Answer {
    try exchange([.query(sql)])
  }

  /// Runs one statement with `$1`, `$2` and so on.
  package func query(
    _ sql: String, _ arguments: [String?]
  ) throws(PostgreSQLError) -> Answer {
    try exchange([
      .parse(name: "", sql: sql, types: []),
      .bind(
        portal: "", statement: "", formats: [], values: arguments.map { $0.map { Array($0.utf8) } },
        resultFormats: []),
      .describe(.portal, ""), .execute(portal: "", rows: 0), .sync,
    ])
  }

  /// Waits for the next message on a channel that was listened to; nil when none came in time.
  package func nextNotification(
    within timeout: Duration
  ) throws(PostgreSQLError) -> PostgreSQLNotification? {
    if !notifications.isEmpty { return notifications.removeFirst() }
    let deadline = MonotonicTime.now() + timeout
    while true {
      while let message = try decode() { note(message) }
      if !notifications.isEmpty { return notifications.removeFirst() }
      let left = Duration.nanoseconds(deadline.nanosecondsFromNow)
      guard left > .zero, try receive(within: left) else { return nil }
    }
  }

  private func logIn() throws(PostgreSQLError) {
    try send([.startup(["user": target.user, "database": target.database])])
    let nonce: String
    do { nonce = Base64.encode(try Random.bytes(18)) } catch {
      throw PostgreSQLError("XX000", "no random bytes: \(error)")
    }
    var scram = SCRAMClient(password: target.password, nonce: nonce)
    while true {
      switch try next() {
      case .authenticationOk, .parameterStatus, .backendKeyData, .noticeResponse: break
      case .authenticationSASL(let mechanisms):
        guard mechanisms.contains(SCRAM.mechanism) else { throw Self.unknownAuthentication }
        var first = ByteWriter(bytes: [])
        first.text(SCRAM.mechanism)
        first.int32(Int32(scram.initial.count))
        first.raw(scram.initial)
        try send([.password(first.bytes)])
      case .authenticationSASLContinue(let bytes): try send([.password(try scram.proof(bytes))])
      case .authenticationSASLFinal(let bytes):
        guard scram.accepts(bytes) else {
          throw fail(.fatal("28000", "the server could not prove that it knows the password"))
        }
      case .authenticationOther: throw fail(Self.unknownAuthentication)
      case .errorResponse(let error): throw fail(error)
      case .readyForQuery: return
      default: break
      }
    }
  }

  private static let unknownAuthentication = PostgreSQLError.fatal(
    "28000", "the server wants another authentication than SCRAM-SHA-256")

  private func exchange(_ messages: [FrontendMessage]) throws(PostgreSQLError) -> Answer {
    notices = []
    try send(messages)
    var answer = Answer()
    var failure: PostgreSQLError?
    while true {
      let message = try next()
      switch message {
      case .rowDescription(let fields): answer = Answer(columns: fields)
      case .dataRow(let values):
        answer.rows.append(values.map { $0.map { String(decoding: $0, as: UTF8.self) } })
      case .commandComplete(let tag): answer.tag = tag
      case .errorResponse(let error):
        failure = error
        if error.severity == "FATAL" { throw fail(error) }
      case .readyForQuery:
        if let failure { throw failure }
        return answer
      default: note(message)
      }
    }
  }

  private func note(_ message: BackendMessage) {
    switch message {
    case .notificationResponse(_, let channel, let payload):
      notifications.append(PostgreSQLNotification(channel: channel, payload: payload))
    case .noticeResponse(let notice): notices.append(notice)
    default: break
    }
  }

  private func send(_ messages: [FrontendMessage]) throws(PostgreSQLError) {
    do {
      try descriptor.writeAll(messages.flatMap(\.bytes))
    } catch {
      throw fail(lost("\(error)"))
    }
  }

  private func next() throws(PostgreSQLError) -> BackendMessage {
    while true {
      if let message = try decode() { return message }
      guard try receive(within: target.timeout) else {
        throw fail(lost("no answer came within \(target.timeout)"))
      }
    }
  }

  private func decode() throws(PostgreSQLError) -> BackendMessage? {
    do { return try input.nextBackend() } catch { throw fail(error) }
  }

  private func receive(within timeout: Duration) throws(PostgreSQLError) -> Bool {
    do {
      guard try descriptor.waitUntil(.read, timeout: timeout) else { return false }
      guard let bytes = try descriptor.read() else { return true }
      if bytes.isEmpty { throw lost("the server closed the connection") }
      input.append(bytes)
      return true
    } catch let error as PostgreSQLError {
      throw fail(error)
    } catch {
      throw fail(lost("\(error)"))
    }
  }

  private func fail(_ error: PostgreSQLError) -> PostgreSQLError {
    descriptor.close()
    return error
  }

  private func lost(_ reason: String) -> PostgreSQLError {
    PostgreSQLError(
      "08006", "The connection to the database at \(target.host):\(target.port) is lost: \(reason)")
  }
}
