import Database
import TLS
import Testing

@testable import Workloads

@Suite struct FrameTests {
  @Test func messages_survive_the_wire_in_pieces_of_one_byte() throws {
    let sent: [FrontendMessage] = [
      .sslRequest, .startup(["user": "ann", "database": "shop"]), .query("select 1"),
      .parse(name: "s", sql: "select $1", types: [23]),
      .bind(
        portal: "p", statement: "s", formats: [1], values: [[0, 0, 0, 1], nil], resultFormats: [0]),
      .describe(.portal, "p"), .execute(portal: "p", rows: 10), .close(.statement, "s"), .sync,
      .terminate,
    ]
    var buffer = FrameBuffer.server
    var received: [FrontendMessage] = []
    for byte in sent.flatMap(\.bytes) {
      buffer.append([byte])
      while let message = try buffer.nextFrontend() { received.append(message) }
    }
    #expect(received == sent)
  }

  @Test func a_length_that_cannot_be_is_refused() {
    var buffer = FrameBuffer.server
    buffer.append([0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: PostgreSQLError.self) { try buffer.nextFrontend() }
  }

  @Test func a_message_that_is_cut_off_is_refused() {
    var buffer = FrameBuffer.client
    buffer.append([UInt8(ascii: "S"), 0, 0, 0, 6, 65, 66])
    #expect(throws: PostgreSQLError.self) { try buffer.nextBackend() }
  }
}

@Suite struct SCRAMTests {
  @Test func the_exchange_of_RFC_7677_is_reproduced() throws {
    let salt = try #require(Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ=="))
    var server = SCRAMServer(
      verifier: SCRAM.Verifier(password: "pencil", salt: salt),
      nonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
    let first = try server.first(Array("n,,n=user,r=rOprNGfwEbeRWgbNEkqO".utf8))
    #expect(
      String(decoding: first, as: UTF8.self)
        == "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
    let proof =
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
      + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    let final = try #require(try server.final(Array(proof.utf8)))
    #expect(
      String(decoding: final, as: UTF8.self) == "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
  }

  @Test func a_client_does_not_trust_a_server_without_the_password() throws {
    var client = SCRAMClient(password: "right", nonce: "abc")
    var server = SCRAMServer(
      verifier: SCRAM.Verifier(password: "wrong", salt: [1], iterations: 2), nonce: "def")
    let proof = try client.proof(try server.first(client.initial))
    #expect(try server.final(proof) == nil)
    #expect(!client.accepts(Array("v=AAAA".utf8)))
  }
}

@Suite struct ValueTests {
  @Test(arguments: [
    (PostgreSQLType.int4, SQLValue.integer(-2), [UInt8]([255, 255, 255, 254])),
    (.bool, .integer(1), [1]), (.date, .text("2000-01-02"), [0, 0, 0, 1]),
    (.time, .text("00:00:00.000001"), [0, 0, 0, 0, 0, 0, 0, 1]),
    (.timestamp, .text("2000-01-01 00:00:01"), [0, 0, 0, 0, 0, 15, 66, 64]),
    (.varchar, .text("é"), [0xC3, 0xA9]), (.bytea, .blob([0, 255]), [0, 255]),
  ])
  func binary_values_come_and_go(
    _ type: PostgreSQLType, _ value: SQLValue, _ bytes: [UInt8]
  ) throws {
    #expect(try type.encode(value, format: 1) == bytes)
    #expect(try type.decode(bytes, format: 1) == value)
  }

  @Test(arguments: [
    (PostgreSQLType.int4, "x", "22P02"), (.int4, "3000000000", "22003"),
    (.date, "someday", "22007"),
    (.date, "2026-02-30", "22008"), (.bool, "perhaps", "22P02"), (.time, "noon", "22007"),
  ])
  func wrong_values_are_refused_by_their_codes(
    _ type: PostgreSQLType, _ text: String, _ code: String
  ) {
    let error = #expect(throws: PostgreSQLError.self) { try type.parse(text) }
    #expect(error?.code == code)
  }

  @Test func days_and_dates_agree_over_a_long_time() {
    for day in stride(from: -700_000, to: 800_000, by: 997) {
      let moment = CivilTime(days: day)
      #expect(CivilTime.daysFrom(year: moment.year, month: moment.month, day: moment.day) == day)
    }
    #expect(CivilTime(days: 20_454).date == "2026-01-01")
  }

  @Test func moments_are_read_as_people_write_them() {
    #expect(CivilTime("2026-1-5")?.date == "2026-01-05")
    #expect(CivilTime("9:05")?.time == "09:05:00")
    #expect(CivilTime("2026-01-01T00:30:00+02:00")?.timestamp == "2025-12-31 22:30:00")
    #expect(CivilTime("2026-02-29") == nil)
    #expect(CivilTime("25:00") == nil)
  }
}
