import Database
import Glibc
import Testing

@Suite struct DatabaseTests {
  @Test func a_row_is_read_by_name_and_by_place() throws {
    let database = try Database(path: ":memory:")
    try database.execute("CREATE TABLE fruit (name TEXT, weight REAL, count INTEGER, skin BLOB)")
    try database.run("INSERT INTO fruit VALUES (?, ?, ?, ?)", ["fig", 0.5, 3, .blob([1, 2])])

    let rows = try database.query("SELECT * FROM fruit")

    #expect(rows.count == 1)
    #expect(rows[0].columns == ["name", "weight", "count", "skin"])
    #expect(rows[0].values == [.text("fig"), .real(0.5), .integer(3), .blob([1, 2])])
    #expect(rows[0]["count"].integer == 3)
  }

  @Test func empty_texts_and_empty_blobs_are_not_null() throws {
    let database = try Database(path: ":memory:")
    let row = try database.query("SELECT ?, ?, ?", ["", .blob([]), nil])[0]
    #expect(row.values == [.text(""), .blob([]), .null])
  }

  @Test func a_text_with_a_null_character_and_emoji_comes_back_whole() throws {
    let database = try Database(path: ":memory:")
    let text = "a\u{0}b 🌉"
    #expect(try database.query("SELECT ?", [.text(text)])[0][0] == .text(text))
  }

  @Test func run_counts_the_rows_it_changed() throws {
    let database = try sample()
    #expect(try database.run("UPDATE n SET v = v + 1 WHERE v > 1") == 2)
    #expect(try database.run("SELECT v FROM n") == 0)
    #expect(try database.run("INSERT INTO n VALUES (9)") == 1)
    #expect(database.lastInsertedRow == 4)
  }

  @Test func a_statement_can_be_stepped_reset_and_used_again() throws {
    let database = try sample()
    let statement = try database.prepare("SELECT v FROM n WHERE v >= ?1 ORDER BY v")
    try statement.bind([2])
    #expect(try statement.step())
    #expect(statement.value(at: 0) == 2)
    try statement.bind([3])
    #expect(try statement.step())
    #expect(statement.row.values == [3])
    #expect(try statement.step() == false)
    #expect(statement.declaredType(at: 0) == "INTEGER")
    #expect(statement.originTable(at: 0) == "n")
    #expect(statement.isReadOnly)
  }

  @Test func a_wrong_number_of_arguments_is_an_error() throws {
    let database = try sample()
    #expect(throws: SQLError.self) { try database.query("SELECT ?, ?", [1]) }
  }

  @Test func a_quoted_word_is_never_taken_for_a_text() throws {
    let database = try sample()
    #expect(throws: SQLError.self) { try database.query("SELECT \"nothing\" FROM n") }
  }

  @Test func a_function_in_swift_can_be_called_and_can_fail() throws {
    let database = try Database(path: ":memory:")
    try database.define("double", arguments: 1) { arguments in
      guard let number = arguments[0].integer else {
        throw SQLError(code: .mismatch, message: "a number is wanted")
      }
      return .integer(Int64(number * 2))
    }
    #expect(try database.query("SELECT double(21)")[0][0] == 42)
    let error = #expect(throws: SQLError.self) { try database.query("SELECT double('x')") }
    #expect(error?.message.contains("a number is wanted") == true)
  }
}

@Suite struct TransactionTests {
  @Test func a_transaction_that_throws_leaves_nothing() throws {
    let database = try sample()
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try database.transaction {
        try database.run("DELETE FROM n")
        throw Stop()
      }
    }
    #expect(try database.query("SELECT count(*) FROM n")[0][0] == 3)
    #expect(!database.isInTransaction)
  }

  @Test func an_inner_transaction_is_undone_alone() throws {
    let database = try sample()
    struct Stop: Error {}
    try database.transaction {
      try database.run("INSERT INTO n VALUES (4)")
      #expect(throws: Stop.self) {
        try database.transaction {
          try database.run("INSERT INTO n VALUES (5)")
          throw Stop()
        }
      }
    }
    #expect(try database.query("SELECT max(v) FROM n")[0][0] == 4)
  }

  @Test func a_transaction_returns_what_its_body_returns() throws {
    let database = try sample()
    let count = try database.transaction { try database.query("SELECT * FROM n").count }
    #expect(count == 3)
  }
}

@Suite struct ErrorTests {
  @Test func a_broken_foreign_key_is_named_by_its_extended_code() throws {
    let database = try Database(path: ":memory:")
    try database.execute(
      """
      CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (parent INTEGER REFERENCES parent);
      """)
    let error = try #require(
      throws: SQLError.self, performing: { try database.run("INSERT INTO child VALUES (7)") })
    #expect(error.code == .constraintForeignKey)
    #expect(error.code.name == "SQLITE_CONSTRAINT_FOREIGNKEY")
    #expect(.constraint ~= error.code)
  }

  @Test func an_error_says_what_failed_and_why() throws {
    let database = try Database(path: ":memory:")
    let error = try #require(
      throws: SQLError.self, performing: { try database.query("SELECT * FROM nowhere") })
    #expect(
      "\(error)"
        == "The statement “SELECT * FROM nowhere” failed: no such table: nowhere (SQLITE_ERROR 1).")
  }

  @Test func a_file_that_cannot_be_made_is_named() throws {
    let error = #expect(throws: SQLError.self) { _ = try Database(path: "/proc/no/such.db") }
    #expect(error?.code == .cannotOpen)
    #expect(error?.description.contains("/proc/no/such.db") == true)
  }
}

@Suite struct FileTests {
  @Test func what_one_connection_wrote_another_reads() throws {
    try withFolder { folder in
      let writer = try Database(path: "\(folder)/shared.db")
      let reader = try Database(path: "\(folder)/shared.db")
      try writer.execute("CREATE TABLE n (v); INSERT INTO n VALUES (1)")
      #expect(try reader.query("SELECT v FROM n")[0][0] == 1)
    }
  }

  @Test func a_closed_database_is_one_whole_file() throws {
    try withFolder { folder in
      let database = try Database(path: "\(folder)/one.db")
      try database.execute("CREATE TABLE n (v); INSERT INTO n VALUES (1)")
      database.close()
      #expect(exists("\(folder)/one.db"))
      #expect(!exists("\(folder)/one.db-wal"))
    }
  }

  @Test func a_writer_is_told_that_another_one_has_the_lock() throws {
    try withFolder { folder in
      let first = try Database(path: "\(folder)/busy.db")
      let second = try Database(path: "\(folder)/busy.db", busyTimeoutMilliseconds: 20)
      try first.execute("CREATE TABLE n (v); BEGIN IMMEDIATE")
      let error = #expect(throws: SQLError.self) { try second.run("INSERT INTO n VALUES (1)") }
      #expect(error?.code.primary == .busy)
    }
  }

  @Test func an_acknowledged_row_survives_a_process_that_is_killed() throws {
    try withFolder { folder in
      let path = "\(folder)/killed.db"
      let database = try Database(path: path)
      try database.execute("CREATE TABLE n (v); INSERT INTO n VALUES (1)")
      // The file and its log as a killed process leaves them: copied while the connection is open.
      for suffix in ["", "-wal"] { try copy("\(path)\(suffix)", to: "\(folder)/copy.db\(suffix)") }
      let copy = try Database(path: "\(folder)/copy.db")
      #expect(try copy.query("SELECT v FROM n")[0][0] == 1)
    }
  }

  @Test func an_interrupted_statement_fails_by_name() async throws {
    let database = try Database(path: ":memory:")
    let interrupter = database.interrupter
    try database.define("stop", arguments: 0) { _ in
      interrupter.interrupt()
      return nil
    }
    let error = #expect(throws: SQLError.self) {
      try database.query(
        "WITH RECURSIVE n(v) AS (SELECT stop() UNION ALL SELECT 1 FROM n) SELECT max(v) FROM n")
    }
    #expect(error?.code == .interrupt)
    #expect(try database.query("SELECT 1")[0][0] == 1)
  }
}

private func sample() throws -> Database {
  let database = try Database(path: ":memory:")
  try database.execute("CREATE TABLE n (v INTEGER); INSERT INTO n VALUES (1), (2), (3)")
  return database
}

private func withFolder(_ body: (String) throws -> Void) throws {
  var template = Array("/tmp/trestle-database-XXXXXX".utf8CString)
  try #require(unsafe mkdtemp(&template) != nil)
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer {
    for name in ["shared.db", "one.db", "busy.db", "killed.db", "copy.db"] {
      for suffix in ["", "-wal", "-shm"] { _ = unsafe unlink("\(folder)/\(name)\(suffix)") }
    }
    _ = unsafe rmdir(folder)
  }
  try body(folder)
}

private func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

private func copy(_ source: String, to target: String) throws {
  var buffer = [UInt8](repeating: 0, count: 1 << 20)
  let input = unsafe open(source, O_RDONLY)
  let output = unsafe open(target, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  defer {
    close(input)
    close(output)
  }
  while case let count = unsafe read(input, &buffer, buffer.count), count > 0 {
    try #require(unsafe write(output, buffer, count) == count)
  }
}
