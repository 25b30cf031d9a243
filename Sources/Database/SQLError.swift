/// What SQLite refused, and why.
package struct SQLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// SQLite's own code.
  package let code: ResultCode
  /// SQLite's own words.
  package let message: String
  /// The statement, when there was one.
  package let sql: String?
  /// The file, when it could not be opened.
  package let path: String?

  /// An error about a statement or a file.
  package init(code: ResultCode, message: String, sql: String? = nil, path: String? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
    self.path = path
  }

  package var description: String {
    if let path {
      return
        "The database file \(path) cannot be opened: \(message) (\(code)). Check that its folder "
        + "exists and may be written to."
    }
    let statement = sql.map { "The statement “\($0)”" } ?? "A statement"
    return "\(statement) failed: \(message) (\(code))\(remedy)"
  }

  private var remedy: String {
    switch code.primary {
    case .busy, .locked: ". Another process is writing; try again."
    case .full: ". Free some space on the disk and try again."
    case .corrupt, .notADatabase: ". The file is damaged; move it away to start afresh."
    case .readOnly: ". Check who owns the file and its folder."
    default: "."
    }
  }
}

/// A result code with the name that SQLite's documentation gives it.
package struct ResultCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// The code without what an extended one adds.
  package var primary: ResultCode { ResultCode(rawValue: rawValue & 0xFF) }

  /// The name in SQLite's documentation, as `SQLITE_BUSY`.
  package var name: String { Self.names[rawValue] ?? Self.names[primary.rawValue] ?? "SQLITE" }

  package var description: String { name + " \(rawValue)" }

  /// Whether a code is this one, or an extended one of it: `catch let e where .constraint ~= e.code`.
  package static func ~= (pattern: ResultCode, code: ResultCode) -> Bool {
    pattern == code || pattern == code.primary
  }
}

extension ResultCode {
  package static let error = ResultCode(rawValue: 1)
  package static let busy = ResultCode(rawValue: 5)
  package static let locked = ResultCode(rawValue: 6)
  package static let readOnly = ResultCode(rawValue: 8)
  package static let interrupt = ResultCode(rawValue: 9)
  package static let ioError = ResultCode(rawValue: 10)
  package static let corrupt = ResultCode(rawValue: 11)
  package static let full = ResultCode(rawValue: 13)
  package static let cannotOpen = ResultCode(rawValue: 14)
  package static let constraint = ResultCode(rawValue: 19)
  package static let mismatch = ResultCode(rawValue: 20)
  package static let misuse = ResultCode(rawValue: 21)
  package static let range = ResultCode(rawValue: 25)
  package static let notADatabase = ResultCode(rawValue: 26)
  package static let busySnapshot = ResultCode(rawValue: 517)
  package static let constraintCheck = ResultCode(rawValue: 275)
  package static let constraintForeignKey = ResultCode(rawValue: 787)
  package static let constraintNotNull = ResultCode(rawValue: 1_299)
  package static let constraintPrimaryKey = ResultCode(rawValue: 1_555)
  package static let constraintUnique = ResultCode(rawValue: 2_067)
  package static let constraintDataType = ResultCode(rawValue: 3_091)

  private static let names: [Int32: String] = [
    0: "SQLITE_OK", 1: "SQLITE_ERROR", 2: "SQLITE_INTERNAL", 3: "SQLITE_PERM", 4: "SQLITE_ABORT",
    5: "SQLITE_BUSY", 6: "SQLITE_LOCKED", 7: "SQLITE_NOMEM", 8: "SQLITE_READONLY",
    9: "SQLITE_INTERRUPT", 10: "SQLITE_IOERR", 11: "SQLITE_CORRUPT", 12: "SQLITE_NOTFOUND",
    13: "SQLITE_FULL", 14: "SQLITE_CANTOPEN", 15: "SQLITE_PROTOCOL", 16: "SQLITE_EMPTY",
    17: "SQLITE_SCHEMA", 18: "SQLITE_TOOBIG", 19: "SQLITE_CONSTRAINT", 20: "SQLITE_MISMATCH",
    21: "SQLITE_MISUSE", 22: "SQLITE_NOLFS", 23: "SQLITE_AUTH", 24: "SQLITE_FORMAT",
    25: "SQLITE_RANGE", 26: "SQLITE_NOTADB", 100: "SQLITE_ROW", 101: "SQLITE_DONE",
    261: "SQLITE_BUSY_RECOVERY", 275: "SQLITE_CONSTRAINT_CHECK", 517: "SQLITE_BUSY_SNAPSHOT",
    773: "SQLITE_BUSY_TIMEOUT", 787: "SQLITE_CONSTRAINT_FOREIGNKEY",
    1_299: "SQLITE_CONSTRAINT_NOTNULL", 1_555: "SQLITE_CONSTRAINT_PRIMARYKEY",
    1_811: "SQLITE_CONSTRAINT_TRIGGER", 2_067: "SQLITE_CONSTRAINT_UNIQUE",
    2_579: "SQLITE_CONSTRAINT_ROWID", 3_091: "SQLITE_CONSTRAINT_DATATYPE",
  ]
}
