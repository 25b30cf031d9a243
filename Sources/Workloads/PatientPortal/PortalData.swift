import Documents

/// Everything that the portal shows: the five tables as they are.
package struct PortalData: Hashable, Sendable {
  /// A row by its columns' names, in their order.
  package struct Record: Hashable, Sendable {
    package var columns: [(name: String, value: Value)] {
      zip(names, values).map { (name: $0, value: $1) }
    }
    private let names: [String]
    private let values: [Value]

    package init(names: [String], values: [Value]) {
      self.names = names
      self.values = values
    }

    package subscript(name: String) -> Value {
      names.firstIndex(of: name).map { values[$0] } ?? .null
    }

    /// The row's number.
    package var id: Int { self["id"].integer ?? 0 }

    /// A column as people read it; a dash when there is nothing.
    package func text(_ name: String) -> String {
      switch self[name] {
      case .null: "-"
      case .string(let text): text
      case let value: value.integer.map(String.init) ?? "-"
      }
    }
  }

  package var patients: [Record] = []
  package var doctors: [Record] = []
  package var requests: [Record] = []
  package var appointments: [Record] = []
  package var bills: [Record] = []

  package init() {}

  /// The whole as the interface gives it out: every table by row number.
  package var value: Value {
    let tables = [
      ("patients", patients), ("doctors", doctors), ("appointment_requests", requests),
      ("appointments", appointments), ("bills", bills),
    ]
    var members = Members()
    for (name, records) in tables {
      var rows = Members()
      for record in records {
        var row = Members()
        for column in record.columns { row[column.name] = column.value }
        rows[String(record.id)] = .object(row)
      }
      members[name] = .object(rows)
    }
    return .object(members)
  }

  func patient(_ id: Int?) -> Record? { patients.first { $0.id == id } }
  func doctor(_ id: Int?) -> Record? { doctors.first { $0.id == id } }
  func bill(_ id: Int?) -> Record? { bills.first { $0.id == id } }
  func request(_ id: Int?) -> Record? { requests.first { $0.id == id } }

  /// Requests that no appointment answers yet.
  var openRequests: [Record] { requests.filter { $0["appointment_id"] == .null } }
}
