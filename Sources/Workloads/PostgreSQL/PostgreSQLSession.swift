/// One connection of the PostgreSQL protocol 3.0 as a state machine: messages in, actions out, and no
/// I/O of its own. Bytes, sockets and SQL are other people's work.
struct PostgreSQLSession<Engine: QueryEngine> {
  enum State {
    case starting
    case authenticating(SCRAMServer, user: String, database: String)
    case proving(SCRAMServer, user: String, database: String)
    case ready
    case closed
  }

  struct Prepared {
    var statement: SQLStatement?
    var description: StatementDescription
  }

  struct Portal {
    var prepared: Prepared
    var arguments: [PostgreSQLArgument]
    var formats: [Int16]
    var result: StatementResult?
    var sent = 0
  }

  let settings: SessionSettings
  var engine: Engine
  var state = State.starting
  var status = TransactionStatus.idle
  var parameters: [String: String]
  var prepared: [String: Prepared] = [:]
  var portals: [String: Portal] = [:]
  var isSkippingToSync = false
  var hasImplicitTransaction = false
  var channels: Set<String> = []
  var waiting: [PostgreSQLNotification] = []
  var arrived: [BackendMessage] = []
  var isBusy = false

  init(settings: SessionSettings, engine: Engine) {
    self.settings = settings
    self.engine = engine
    parameters = [
      "server_version": settings.version, "server_encoding": "UTF8", "client_encoding": "UTF8",
      "application_name": "", "datestyle": "ISO, MDY", "timezone": "UTC",
      "integer_datetimes": "on", "standard_conforming_strings": "on", "is_superuser": "off",
      "intervalstyle": "postgres", "session_authorization": settings.user,
      "search_path": "\"$user\", public", "transaction_isolation": "read committed",
      "default_transaction_isolation": "read committed", "statement_timeout": "0",
      "max_identifier_length": "63", "lc_collate": "en_US.utf8", "lc_ctype": "en_US.utf8",
      "bytea_output": "hex", "jit": "off", "extra_float_digits": "1",
      "client_min_messages": "notice", "port": "5432",
      "server_version_num": "130007", "transaction_read_only": "off",
      "default_transaction_read_only": "off", "in_hot_standby": "off", "max_connections": "100",
    ]
  }

  /// Takes the next message.
  mutating func receive(_ message: FrontendMessage) -> [SessionAction] {
    switch state {
    case .closed: return []
    case .starting: return start(message)
    case .authenticating(let server, let user, let database):
      return authenticate(message, server, user, database)
    case .proving(let server, let user, let database):
      return prove(message, server, user, database)
    case .ready: return serve(message)
    }
  }

  /// Takes a message on a channel; it waits for the end of a transaction.
  mutating func receive(_ notification: PostgreSQLNotification) -> [SessionAction] {
    guard channels.contains(notification.channel) else { return [] }
    let message = BackendMessage.notificationResponse(
      process: settings.process, channel: notification.channel, payload: notification.payload)
    guard status == .idle, !isBusy else {
      arrived.append(message)
      return []
    }
    return [.send(message)]
  }

  /// Ends the connection because bytes came that are no message, or because the server ends.
  mutating func fail(_ error: PostgreSQLError) -> [SessionAction] {
    close()
    return [.send(.errorResponse(error)), .close]
  }

  /// Undoes an open transaction when the connection ends.
  mutating func close() {
    if status != .idle || hasImplicitTransaction { try? engine.control(.rollback) }
    status = .idle
    hasImplicitTransaction = false
    state = .closed
  }
}
