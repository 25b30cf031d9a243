import Documents
import Synchronization

/// The frontend's way to the database: one connection that is made when it is needed and made again
/// when it broke, so that a database that appears later is found by the next request.
final class PortalStore: Sendable {
  private let target: PostgreSQLClient.Target
  // The client is used by the thread that holds the lock alone.
  private let client = Mutex<PostgreSQLClient?>(nil)

  init(target: PostgreSQLClient.Target) { self.target = target }

  /// All five tables.
  func read() async throws -> PortalData {
    try await work { client in
      var data = PortalData()
      data.patients = try Self.records(client, "patients")
      data.doctors = try Self.records(client, "doctors")
      data.requests = try Self.records(client, "appointment_requests")
      data.appointments = try Self.records(client, "appointments")
      data.bills = try Self.records(client, "bills")
      return data
    }
  }

  /// Whether the database answers.
  func check() async throws {
    try await work { client in _ = try client.query("select 1") }
  }

  /// Sets a bill's day of payment to today, as the database's clock has it.
  func pay(bill: Int) async throws {
    try await change("update bills set date_paid = current_date where id = $1", [String(bill)])
  }

  /// Asks for an appointment.
  func request(patient: Int, date: String, time: String) async throws {
    try await change(
      "insert into appointment_requests (patient_id, date, time) values ($1, $2, $3)",
      [String(patient), date, time])
  }

  /// Makes an appointment that answers a request.
  func appoint(
    doctor: Int, patient: Int, request: Int, date: String, time: String
  ) async throws {
    try await work { client in
      let answer = try client.query(
        "insert into appointments (doctor_id, patient_id, date, time) values ($1, $2, $3, $4) "
          + "returning id", [String(doctor), String(patient), date, time])
      guard let id = answer.rows.first?.first ?? nil else { return }
      _ = try client.query(
        "update appointment_requests set appointment_id = $1 where id = $2", [id, String(request)])
    }
  }

  private func change(_ sql: String, _ arguments: [String?]) async throws {
    try await work { client in _ = try client.query(sql, arguments) }
  }

  /// Uses the connection; a connection that turns out to be dead is replaced once.
  private func work<Result: Sendable>(
    _ body: @escaping @Sendable (PostgreSQLClient) throws -> Result
  ) async throws -> Result {
    try await blocking("portal-database") { [self] in
      try client.withLock { client in
        if let open = client, open.isOpen {
          do {
            return try body(open)
          } catch let error as PostgreSQLError where !open.isOpen || error.code.hasPrefix("08") {
            client = nil
          }
        }
        let fresh = try PostgreSQLClient(target)
        client = fresh
        return try body(fresh)
      }
    }
  }

  private static func records(
    _ client: PostgreSQLClient, _ table: String
  ) throws -> [PortalData.Record] {
    let answer = try client.query("select * from \(table) order by id")
    let names = answer.columns.map(\.name)
    return answer.rows.map { row in
      let values = zip(row, answer.columns).map { text, column -> Value in
        guard let text else { return .null }
        let isNumber = [.int2, .int4, .int8].contains(column.type)
        return isNumber ? Int(text).map { .integer($0) } ?? .string(text) : .string(text)
      }
      return PortalData.Record(names: names, values: values)
    }
  }
}
