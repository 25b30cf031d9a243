import Database
import Testing

@testable import Workloads

@Suite struct LogInTests {
  @Test func encryption_is_refused_with_one_byte_and_the_conversation_goes_on() {
    var conversation = Conversation()
    #expect(conversation.say(.sslRequest) == [.send(.encryptionRefused)])
    #expect(conversation.say(.gssRequest) == [.send(.encryptionRefused)])
    #expect(
      conversation.say(.startup(["user": "ann"])) == [
        .send(.authenticationSASL(["SCRAM-SHA-256"]))
      ])
  }

  @Test func the_right_password_opens_the_session_with_its_settings() throws {
    var conversation = Conversation()
    let answer = try conversation.logIn(password: "secret")
    #expect(answer.contains(.send(.authenticationOk)))
    #expect(answer.contains(.send(.parameterStatus(name: "server_version", value: "13.7"))))
    #expect(
      Array(answer.suffix(2)) == [
        .send(.backendKeyData(process: 7, key: 99)), .send(.readyForQuery(.idle)),
      ])
  }

  @Test func a_wrong_password_ends_the_connection_with_28P01() throws {
    var conversation = Conversation()
    #expect(
      try conversation.logIn(password: "guess") == [
        .send(
          .errorResponse(
            .fatal("28P01", "password authentication failed for user \"ann\""))), .close,
      ])
    #expect(conversation.say(.query("select 1")) == [])
  }

  @Test func an_unknown_database_is_3D000_after_the_password_was_right() throws {
    var conversation = Conversation()
    let answer = try conversation.logIn(password: "secret", database: "attic")
    #expect(
      Array(answer.suffix(2)) == [
        .send(.errorResponse(.fatal("3D000", "database \"attic\" does not exist"))), .close,
      ])
  }

  @Test func a_cancel_request_is_passed_on_and_hangs_up() {
    var conversation = Conversation()
    #expect(
      conversation.say(.cancel(process: 3, key: 4)) == [.cancel(process: 3, key: 4), .close])
  }
}

@Suite struct QueryTests {
  @Test func a_query_is_answered_by_columns_rows_tag_and_readiness() throws {
    var conversation = try Conversation.loggedIn()
    #expect(
      conversation.say(.query("select n from t")) == [oneColumn] + threeRows
        + [.send(.commandComplete("SELECT 3")), .send(.readyForQuery(.idle))])
  }

  @Test func nothing_but_space_and_comments_is_an_empty_query() throws {
    var conversation = try Conversation.loggedIn()
    #expect(
      conversation.say(.query(" ; -- nothing\n/* at all */")) == [
        .send(.emptyQueryResponse), .send(.readyForQuery(.idle)),
      ])
  }

  @Test func several_statements_are_one_transaction_and_stop_at_the_first_error() throws {
    var conversation = try Conversation.loggedIn()
    let answer = conversation.say(.query("update t set n = 1; select nowhere; select 2"))
    #expect(
      Array(answer.suffix(2)) == [
        .send(
          .errorResponse(PostgreSQLError("42P01", "relation \"nowhere\" does not exist"))),
        .send(.readyForQuery(.idle)),
      ])
    #expect(
      conversation.log.lines == ["begin", "update t set n = 1", "select nowhere", "rollback"])
    #expect(!answer.contains { if case .publish = $0 { true } else { false } })
  }

  @Test func a_failed_transaction_refuses_everything_but_its_end() throws {
    var conversation = try Conversation.loggedIn()
    #expect(conversation.say(.query("begin")).last == .send(.readyForQuery(.open)))
    #expect(conversation.say(.query("select nowhere")).last == .send(.readyForQuery(.failed)))
    guard case .send(.errorResponse(let error)) = conversation.say(.query("select 1")).first else {
      Issue.record("the failed transaction went on")
      return
    }
    #expect(error.code == "25P02")
    #expect(
      conversation.say(.query("commit")) == [
        .send(.commandComplete("ROLLBACK")), .send(.readyForQuery(.idle)),
      ])
  }

  @Test func a_change_warns_at_once_and_is_announced_when_it_counts() throws {
    var conversation = try Conversation.loggedIn()
    _ = conversation.say(.query("begin"))
    #expect(
      conversation.say(.query("update t set n = 1")) == [
        .send(.noticeResponse(.warning("Changes!"))), .send(.commandComplete("UPDATE 1")),
        .send(.readyForQuery(.open)),
      ])
    let answer = conversation.say(.query("commit"))
    let announced = SessionAction.publish(
      PostgreSQLNotification(channel: "changes", payload: ""))
    #expect(answer.contains(announced))
    #expect(answer.last == .send(.readyForQuery(.idle)))
  }

  @Test func who_listens_is_told_but_not_inside_a_transaction() throws {
    var conversation = try Conversation.loggedIn()
    let news = PostgreSQLNotification(channel: "changes", payload: "x")
    let told = SessionAction.send(
      .notificationResponse(process: 7, channel: "changes", payload: "x"))
    #expect(conversation.session.receive(news) == [])
    _ = conversation.say(.query("listen changes"))
    #expect(conversation.session.receive(news) == [told])
    _ = conversation.say(.query("begin"))
    #expect(conversation.session.receive(news) == [])
    #expect(conversation.say(.query("rollback")).contains(told))
    _ = conversation.say(.query("unlisten *"))
    #expect(conversation.session.receive(news) == [])
  }

  @Test func settings_are_set_and_shown() throws {
    var conversation = try Conversation.loggedIn()
    _ = conversation.say(.query("set application_name to 'shop'"))
    #expect(
      conversation.say(.query("show application_name")).contains(
        .send(.dataRow([Array("shop".utf8)]))))
  }
}

@Suite struct ExtendedQueryTests {
  private let bind = FrontendMessage.bind(
    portal: "", statement: "s", formats: [], values: [Array("5".utf8)], resultFormats: [1])

  @Test func parse_bind_describe_execute_sync_answer_one_by_one() throws {
    var conversation = try Conversation.loggedIn()
    #expect(
      conversation.say(.parse(name: "s", sql: "select n from t where n > $1", types: [])) == [
        .send(.parseComplete)
      ])
    #expect(
      conversation.say(.describe(.statement, "s")) == [
        .send(.parameterDescription([23])), oneColumn,
      ])
    #expect(conversation.say(bind) == [.send(.bindComplete)])
    #expect(
      conversation.say(.execute(portal: "", rows: 0)).first == .send(.dataRow([[0, 0, 0, 1]])))
    #expect(conversation.say(.sync) == [.send(.readyForQuery(.idle))])
    #expect(conversation.log.lines == ["begin", "select n from t where n > ?1", "commit"])
  }

  @Test func a_portal_gives_its_rows_in_portions() throws {
    var conversation = try Conversation.loggedIn()
    _ = conversation.say(.parse(name: "s", sql: "select n from t where n > $1", types: []))
    _ = conversation.say(bind)
    #expect(conversation.say(.execute(portal: "", rows: 2)).last == .send(.portalSuspended))
    #expect(
      conversation.say(.execute(portal: "", rows: 2)) == [
        .send(.dataRow([[0, 0, 0, 3]])), .send(.commandComplete("SELECT 1")),
      ])
  }

  @Test func after_an_error_everything_is_skipped_until_sync() throws {
    var conversation = try Conversation.loggedIn()
    guard case .send(.errorResponse(let error)) = conversation.say(bind).first else {
      Issue.record("an unknown statement was bound")
      return
    }
    #expect(error.code == "26000")
    #expect(conversation.say(.execute(portal: "", rows: 0)) == [])
    #expect(conversation.say(.sync) == [.send(.readyForQuery(.idle))])
  }

  @Test func a_closed_statement_is_forgotten() throws {
    var conversation = try Conversation.loggedIn()
    _ = conversation.say(.parse(name: "s", sql: "select 1", types: []))
    #expect(conversation.say(.close(.statement, "s")) == [.send(.closeComplete)])
    guard case .send(.errorResponse) = conversation.say(bind).first else {
      Issue.record("a closed statement was bound")
      return
    }
  }
}

private let threeRows: [SessionAction] = [
  .send(.dataRow([Array("1".utf8)])), .send(.dataRow([Array("2".utf8)])),
  .send(.dataRow([Array("3".utf8)])),
]
private let oneColumn = SessionAction.send(
  .rowDescription([PostgreSQLField(name: "n", type: .int4)]))

/// A session and what its engine was asked.
private struct Conversation {
  let log = ScriptedEngine.Log()
  var session: PostgreSQLSession<ScriptedEngine>

  init() {
    let verifier = SCRAM.Verifier(password: "secret", salt: [1, 2, 3], iterations: 8)
    session = PostgreSQLSession(
      settings: SessionSettings(
        user: "ann", database: "shop", verifier: verifier, nonce: "server", process: 7, key: 99),
      engine: ScriptedEngine(log: log))
  }

  /// A conversation behind its log-in.
  static func loggedIn() throws -> Conversation {
    var conversation = Conversation()
    #expect(try conversation.logIn(password: "secret").last == .send(.readyForQuery(.idle)))
    return conversation
  }

  mutating func logIn(
    password: String, user: String = "ann", database: String = "shop"
  ) throws -> [SessionAction] {
    let offer = session.receive(.startup(["user": user, "database": database]))
    #expect(offer == [.send(.authenticationSASL(["SCRAM-SHA-256"]))])
    var client = SCRAMClient(password: password, nonce: "client")
    let initial = client.initial
    let length: [UInt8] = [0, 0, 0, UInt8(initial.count)]
    let first = session.receive(.password(Array("SCRAM-SHA-256\0".utf8) + length + initial))
    guard case .send(.authenticationSASLContinue(let challenge)) = first.first else {
      Issue.record("no challenge but \(first)")
      return []
    }
    return session.receive(.password(try client.proof(challenge)))
  }

  mutating func say(_ message: FrontendMessage) -> [SessionAction] { session.receive(message) }
}

/// An engine that answers by heart and writes down what it was asked.
private struct ScriptedEngine: QueryEngine {
  final class Log {
    var lines: [String] = []
  }

  let log: Log

  mutating func describe(
    _ statement: SQLStatement, types: [PostgreSQLType]
  ) throws(PostgreSQLError) -> StatementDescription {
    StatementDescription(
      parameters: [.int4], columns: [PostgreSQLField(name: "n", type: .int4)])
  }

  mutating func run(
    _ statement: SQLStatement, _ arguments: [PostgreSQLArgument]
  ) throws(PostgreSQLError) -> StatementResult {
    let sql = statement.tokens.sql
    log.lines.append(sql)
    if sql.contains("nowhere") {
      throw PostgreSQLError("42P01", "relation \"nowhere\" does not exist")
    }
    if case .data("UPDATE", _) = statement.command {
      return StatementResult(
        tag: "UPDATE 1", notices: [.warning("Changes!")],
        notifications: [PostgreSQLNotification(channel: "changes", payload: "")])
    }
    return StatementResult(
      columns: [PostgreSQLField(name: "n", type: .int4)],
      rows: (1...3).map { [PostgreSQLCell(value: .integer($0), type: .int4)] }, tag: "SELECT 3")
  }

  mutating func control(_ transaction: TransactionControl) throws(PostgreSQLError) {
    log.lines.append("\(transaction)")
  }
}
