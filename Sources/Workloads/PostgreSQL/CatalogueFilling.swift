import Database

/// Describes the tables, views and indexes that there are in the catalogue's tables.
struct CatalogueFilling {
  let database: Database
  let identity: SessionIdentity
  let watched: Set<String>
  /// The tables' and views' objects, by name.
  let objects: [String: Int]
  private(set) var definitions: [Int: String] = [:]
  private(set) var names: [Int: String] = [:]

  init(
    database: Database, identity: SessionIdentity, watched: Set<String>, objects: [String: Int]
  ) {
    self.database = database
    self.identity = identity
    self.watched = watched
    self.objects = objects
  }

  /// Describes a table or a view: a row of SQLite's own schema.
  mutating func add(_ row: Row) throws {
    guard let name = row["name"].text, let object = objects[name] else { return }
    let isView = row["type"].text == "view"
    let columns = try database.query(
      "SELECT * FROM pragma_table_info(?, 'public') ORDER BY cid", [.text(name)])
    let hasKey = columns.contains { ($0["pk"].integer ?? 0) > 0 }
    try relation(
      object, name, kind: isView ? "v" : "r", columns: columns.count, hasIndex: hasKey,
      hasTriggers: watched.contains(name))
    for column in columns { try add(column, to: object, name) }
    if isView {
      let definition = row["sql"].text?.split(separator: " AS ", maxSplits: 1).last ?? ""
      definitions[object] = " \(definition);"
      try insert("pg_views", ["schemaname": "public", "viewname": .text(name)])
    } else {
      try insert(
        "pg_tables",
        ["schemaname": "public", "tablename": .text(name), "tableowner": .text(identity.user)])
      try addKeys(object, name, columns)
      try addForeignKeys(object, name)
      if watched.contains(name) { try addTrigger(object, name) }
    }
    try insert(
      "tables",
      [
        "table_catalog": .text(identity.database), "table_schema": "public",
        "table_name": .text(name), "table_type": .text(isView ? "VIEW" : "BASE TABLE"),
        "is_insertable_into": .text(isView ? "NO" : "YES"),
      ], schema: "information_schema")
  }

  private mutating func relation(
    _ object: Int, _ name: String, kind: String, columns: Int, hasIndex: Bool = false,
    hasTriggers: Bool = false
  ) throws {
    names[object] = name
    try insert(
      "pg_class",
      [
        "oid": .integer(Int64(object)), "relname": .text(name),
        "relnamespace": .integer(Int64(PostgreSQLCatalogue.publicSchema)), "reltype": 0,
        "reloftype": 0, "relowner": .integer(Int64(PostgreSQLCatalogue.owner)),
        "relam": .integer(kind == "i" ? 403 : kind == "r" ? 2 : 0), "reltablespace": 0,
        "relkind": .text(kind), "relnatts": .integer(Int64(columns)), "relchecks": 0,
        "relhasindex": .integer(hasIndex ? 1 : 0), "relhasrules": 0,
        "relhastriggers": .integer(hasTriggers ? 1 : 0), "relrowsecurity": 0,
        "relforcerowsecurity": 0, "relispartition": 0, "relpersistence": "p", "relreplident": "d",
        "reltoastrelid": 0, "reltuples": -1,
      ])
  }

  private func add(_ column: Row, to object: Int, _ table: String) throws {
    let name = column["name"].text ?? ""
    let declared = column["type"].text ?? ""
    let type = PostgreSQLType(sqlName: declared) ?? .text
    let number = (column["cid"].integer ?? 0) + 1
    let length = type == .varchar ? Int(declared.filter(\.isNumber)) : nil
    let isKey = column["pk"].integer == 1
    let isNotNull = isKey || column["notnull"].integer == 1
    var defaultText = column["dflt_value"].text
    if isKey, type == .int4 {
      let sequence = PostgreSQLFunctions.identifier("\(table)_\(name)_seq")
      defaultText = "nextval('\(sequence)'::regclass)"
    }
    try insert(
      "pg_attribute",
      [
        "attrelid": .integer(Int64(object)), "attname": .text(name),
        "atttypid": .integer(Int64(type.rawValue)), "attlen": .integer(Int64(type.size)),
        "attnum": .integer(Int64(number)),
        "atttypmod": .integer(Int64(length.map { $0 + 4 } ?? -1)),
        "attnotnull": .integer(isNotNull ? 1 : 0),
        "atthasdef": .integer(defaultText == nil ? 0 : 1), "attidentity": "", "attgenerated": "",
        "attisdropped": 0, "attislocal": 1, "attinhcount": 0, "attcollation": 0, "attndims": 0,
        "attstorage": "p",
      ])
    if let defaultText {
      try insert(
        "pg_attrdef",
        [
          "oid": .integer(Int64(object + number)), "adrelid": .integer(Int64(object)),
          "adnum": .integer(Int64(number)), "adbin": .text(defaultText),
        ])
    }
    try insert(
      "columns",
      [
        "table_catalog": .text(identity.database), "table_schema": "public",
        "table_name": .text(table), "column_name": .text(name),
        "ordinal_position": .integer(Int64(number)), "column_default": SQLValue(defaultText),
        "is_nullable": .text(isNotNull ? "NO" : "YES"), "data_type": .text(type.sqlName),
        "character_maximum_length": SQLValue(length),
        "udt_name": SQLValue(PostgreSQLType.known.first { $0.type == type }?.short),
      ], schema: "information_schema")
  }

  private mutating func addKeys(_ object: Int, _ table: String, _ columns: [Row]) throws {
    let key = columns.filter { ($0["pk"].integer ?? 0) > 0 }
      .sorted { ($0["pk"].integer ?? 0) < ($1["pk"].integer ?? 0) }
    var next = object + 50
    if !key.isEmpty {
      try addIndex(
        next, "\(table)_pkey", on: object, table, key.compactMap { $0["name"].text }, key: "p")
      next += 1
    }
    let indexes = try database.query(
      "SELECT * FROM pragma_index_list(?, 'public') ORDER BY name", [.text(table)])
    for index in indexes where index["origin"].text != "pk" {
      let name = index["name"].text ?? ""
      let parts = try database.query(
        "SELECT name FROM pragma_index_info(?, 'public')", [.text(name)]
      ).compactMap { $0["name"].text }
      let isConstraint = index["origin"].text == "u"
      let shown = isConstraint ? "\(table)_\(parts.joined(separator: "_"))_key" : name
      let isUnique = index["unique"].integer == 1
      try addIndex(
        next, shown, on: object, table, parts, key: isConstraint ? "u" : nil, isUnique: isUnique)
      next += 1
    }
  }

  private mutating func addIndex(
    _ index: Int, _ name: String, on object: Int, _ table: String, _ columns: [String],
    key: String?, isUnique: Bool = true
  ) throws {
    let list = columns.map(PostgreSQLFunctions.identifier).joined(separator: ", ")
    try relation(index, name, kind: "i", columns: columns.count)
    try insert(
      "pg_index",
      [
        "indexrelid": .integer(Int64(index)), "indrelid": .integer(Int64(object)),
        "indnatts": .integer(Int64(columns.count)), "indnkeyatts": .integer(Int64(columns.count)),
        "indisunique": .integer(isUnique ? 1 : 0), "indisprimary": .integer(key == "p" ? 1 : 0),
        "indisexclusion": 0, "indimmediate": 1, "indisclustered": 0, "indisvalid": 1,
        "indisready": 1, "indislive": 1, "indisreplident": 0,
      ])
    let unique = isUnique ? "UNIQUE " : ""
    definitions[index] = "CREATE \(unique)INDEX \(name) ON public.\(table) USING btree (\(list))"
    try insert(
      "pg_indexes",
      [
        "schemaname": "public", "tablename": .text(table), "indexname": .text(name),
        "indexdef": SQLValue(definitions[index]),
      ])
    guard let key else { return }
    definitions[index + 20] = "\(key == "p" ? "PRIMARY KEY" : "UNIQUE") (\(list))"
    try constraint(index + 20, name, key, object, index: index)
  }

  private mutating func addForeignKeys(_ object: Int, _ table: String) throws {
    let keys = try database.query(
      "SELECT * FROM pragma_foreign_key_list(?, 'public') ORDER BY id DESC", [.text(table)])
    for (place, key) in keys.enumerated() {
      let column = key["from"].text ?? ""
      let target = key["table"].text ?? ""
      let referred = key["to"].text ?? "id"
      definitions[object + 90 + place] =
        "FOREIGN KEY (\(column)) REFERENCES \(PostgreSQLFunctions.identifier(target))(\(referred))"
      try constraint(
        object + 90 + place, "\(table)_\(column)_fkey", "f", object, referring: objects[target] ?? 0
      )
    }
  }

  private func constraint(
    _ constraint: Int, _ name: String, _ kind: String, _ object: Int, index: Int = 0,
    referring: Int = 0
  ) throws {
    try insert(
      "pg_constraint",
      [
        "oid": .integer(Int64(constraint)), "conname": .text(name),
        "connamespace": .integer(Int64(PostgreSQLCatalogue.publicSchema)), "contype": .text(kind),
        "condeferrable": 0, "condeferred": 0, "convalidated": 1,
        "conrelid": .integer(Int64(object)), "contypid": 0, "conindid": .integer(Int64(index)),
        "conparentid": 0, "confrelid": .integer(Int64(referring)),
      ])
  }

  private mutating func addTrigger(_ object: Int, _ table: String) throws {
    definitions[object + 99] =
      "CREATE TRIGGER \(table)_changes AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE "
      + "ON public.\(table) FOR EACH STATEMENT EXECUTE FUNCTION changes()"
    try insert(
      "pg_trigger",
      [
        "oid": .integer(Int64(object + 99)), "tgrelid": .integer(Int64(object)), "tgparentid": 0,
        "tgname": .text("\(table)_changes"), "tgenabled": "O", "tgisinternal": 0, "tgtype": 60,
        "tgconstraint": 0, "tgdeferrable": 0, "tginitdeferred": 0,
      ])
  }

  private func insert(
    _ table: String, _ values: [String: SQLValue], schema: String = "pg_catalog"
  ) throws {
    try CatalogueContents.insert(database, table, values, schema: schema)
  }
}
