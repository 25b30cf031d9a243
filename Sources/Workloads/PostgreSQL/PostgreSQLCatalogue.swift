import Database

/// The tables that describe tables, `pg_catalog` and `information_schema`: kept in memory beside the
/// data, filled from SQLite's own schema whenever that changed, and read with plain SQL.
final class PostgreSQLCatalogue {
  private let database: Database
  private let identity: SessionIdentity
  private let watched: Set<String>
  private var known: (version: Int, tables: [String: [SQLColumn]])?
  /// What `pg_get_constraintdef` and its like answer, by object.
  private(set) var definitions: [Int: String] = [:]
  /// Relations by object, for `regclass`.
  private(set) var names: [Int: String] = [:]

  static let firstObject = 16_384
  static let publicSchema = 2_200
  static let owner = 10

  /// - Parameter watched: the tables that announce their changes.
  init(database: Database, identity: SessionIdentity, watched: Set<String>) {
    self.database = database
    self.identity = identity
    self.watched = watched
  }

  /// Puts the catalogue's empty tables beside the data.
  func attach() throws {
    try database.execute(
      "ATTACH ':memory:' AS pg_catalog; ATTACH ':memory:' AS information_schema")
    for (table, columns) in CatalogueTables.all {
      try database.execute("CREATE TABLE \(table) (\(columns.joined(separator: ", ")))")
    }
    try CatalogueContents.fixed(database, identity)
    try defineFunctions()
  }

  /// The columns of the tables that clients made or found.
  func tables() throws -> [String: [SQLColumn]] {
    let version = try schemaVersion()
    if let known, known.version == version { return known.tables }
    var tables: [String: [SQLColumn]] = [:]
    for row in try relations() {
      let name = row["name"].text ?? ""
      tables[name] = try database.query(
        "SELECT name, type FROM pragma_table_info(?, 'public') ORDER BY cid", [.text(name)]
      ).map { column in
        SQLColumn(
          name: column["name"].text ?? "",
          type: PostgreSQLType(sqlName: column["type"].text ?? "") ?? .text)
      }
    }
    known = (version, tables)
    return tables
  }

  /// Brings the catalogue up to date when a statement may ask it.
  func refresh(for statement: SQLStatement) throws {
    let asks = statement.tokens.contains { token in
      guard let name = token.name else {
        if case .text = token { return statement.tokens.contains(.symbol("::")) }
        return false
      }
      return name.hasPrefix("pg_") || name == "information_schema" || name == "regclass"
    }
    guard asks else { return }
    let version = try schemaVersion()
    // The version stands in the catalogue itself, so that a transaction that is undone undoes it.
    let filled = try database.query("SELECT version FROM pg_catalog.trestle_version").first
    guard filled?["version"].integer != version || names.isEmpty else { return }
    try fill()
    try database.run("DELETE FROM pg_catalog.trestle_version")
    try database.run(
      "INSERT INTO pg_catalog.trestle_version VALUES (?)", [.integer(Int64(version))])
  }

  /// The object that a relation's name stands for.
  func object(named text: String) throws -> Int {
    if let number = Int(text) { return number }
    let name = text.split(separator: ".").last.map { $0.filter { $0 != "\"" } } ?? text
    guard let object = names.first(where: { $0.value == name })?.key else {
      throw PostgreSQLError("42P01", "relation \"\(text)\" does not exist")
    }
    return object
  }

  private func schemaVersion() throws -> Int {
    try database.query("PRAGMA public.schema_version").first?[0].integer ?? 0
  }

  private func relations() throws -> [Row] {
    try database.query(
      """
      SELECT rowid, type, name, tbl_name, sql FROM public.sqlite_master
      WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ORDER BY name
      """)
  }

  private func fill() throws {
    definitions = [:]
    names = CatalogueContents.systemNames
    for table in CatalogueTables.refilled { try database.run("DELETE FROM \(table)") }
    var objects: [String: Int] = [:]
    let relations = try relations()
    for row in relations {
      let object = Self.firstObject + (row["rowid"].integer ?? 0) * 100
      objects[row["name"].text ?? ""] = object
    }
    var filling = CatalogueFilling(
      database: database, identity: identity, watched: watched, objects: objects)
    for row in relations { try filling.add(row) }
    definitions = filling.definitions
    names.merge(filling.names) { _, new in new }
  }

  private func defineFunctions() throws {
    let constants: [(String, SQLValue)] = [
      ("pg_table_is_visible", 1), ("pg_type_is_visible", 1), ("pg_function_is_visible", 1),
      ("pg_relation_is_publishable", 0), ("pg_encoding_to_char", "UTF8"), ("obj_description", nil),
      ("col_description", nil), ("shobj_description", nil),
      ("pg_get_statisticsobjdef_columns", nil),
      ("pg_tablespace_location", ""), ("array_upper", nil), ("pg_get_partkeydef", nil),
      ("has_table_privilege", 1), ("has_schema_privilege", 1), ("has_database_privilege", 1),
      ("pg_my_temp_schema", 0), ("pg_is_other_temp_schema", 0), ("pg_get_function_result", ""),
      ("pg_get_function_arguments", ""), ("pg_get_ruledef", ""), ("array_remove", nil),
      ("pg_get_serial_sequence", nil),
    ]
    for (name, value) in constants {
      try database.define(name, arguments: nil) { _ in value }
    }
    for name in ["pg_get_expr", "pg_partition_ancestors"] {
      try database.define(name, arguments: nil) { $0.first ?? .null }
    }
    let user = identity.user
    try database.define("pg_get_userbyid", arguments: 1) { _ in .text(user) }
    try database.define("format_type", arguments: 2) { Self.formatType($0[0], $0[1]) }
    let names = [
      "pg_get_indexdef", "pg_get_constraintdef", "pg_get_triggerdef", "pg_get_viewdef",
    ]
    for name in names {
      try database.define(name, arguments: nil) { [unowned self] arguments in
        // An index's column by number is the index's own list of columns, split.
        SQLValue(definitions[Self.number(arguments.first) ?? 0])
      }
    }
    try database.define("pg_regclass", arguments: 1) { [unowned self] arguments in
      if case .text(let text) = arguments[0] { return .integer(Int64(try object(named: text))) }
      return SQLValue(arguments[0].integer.flatMap { self.names[$0] } ?? Self.dash(arguments[0]))
    }
    try database.define("pg_regtype", arguments: 1) { arguments in
      if case .text(let text) = arguments[0], Int(text) == nil {
        return .integer(Int64(PostgreSQLType(sqlName: text)?.rawValue ?? 0))
      }
      return Self.formatType(arguments[0], nil)
    }
    for name in ["pg_regnamespace", "pg_regrole", "pg_regproc"] {
      try database.define(name, arguments: 1) { arguments in
        if case .integer(let number) = arguments[0] {
          return .text(
            number == Int64(Self.publicSchema) ? "public" : name == "pg_regrole" ? user : "-")
        }
        return .integer(
          Int64(arguments[0].text == "pg_catalog" ? 11 : Self.publicSchema))
      }
    }
    try defineSizes()
  }

  private func defineSizes() throws {
    let database = database
    let names = [
      "pg_database_size", "pg_total_relation_size", "pg_table_size", "pg_relation_size",
      "pg_indexes_size",
    ]
    for name in names {
      try database.define(name, arguments: nil) { [unowned database] _ in
        let pages = try database.query("PRAGMA public.page_count").first?[0].integer ?? 0
        return .integer(Int64(pages * 4_096))
      }
    }
    try database.define("pg_size_pretty", arguments: 1) { arguments in
      let size = arguments[0].integer ?? 0
      return .text(size < 10_240 ? "\(size) bytes" : "\((size + 512) / 1_024) kB")
    }
  }

  private static func number(_ value: SQLValue?) -> Int? {
    value?.integer ?? value?.text.flatMap { Int($0) }
  }

  private static func dash(_ value: SQLValue) -> String? {
    value.integer == 0 ? "-" : value.integer.map(String.init)
  }

  private static func formatType(_ type: SQLValue, _ modifier: SQLValue) -> SQLValue {
    guard let number = number(type) else { return nil }
    let name = PostgreSQLType(rawValue: Int32(number)).sqlName
    guard let length = modifier.integer, length > 4, number == 1_043 else { return .text(name) }
    return .text("\(name)(\(length - 4))")
  }
}
