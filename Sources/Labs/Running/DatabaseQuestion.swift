import Workloads

/// One question to a lab's database, as a check asks it.
enum DatabaseQuestion {
  /// The first value of the first row, asked over the PostgreSQL protocol; nothing for null or no
  /// row.
  /// - Parameter address: the pod's address.
  static func ask(_ query: String, address: String) throws -> String? {
    let client = try PostgreSQLClient(
      PostgreSQLClient.Target(
        host: address, port: 5432, user: "patient_portal", password: "secret",
        database: "patient_portal"))
    defer { client.close() }
    return try client.query(query).rows.first?.first ?? nil
  }
}
