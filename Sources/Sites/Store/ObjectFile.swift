/// The objects in SQLite: one row each, and the counter, always changed together.
import Database
import Documents
import Kubernetes

final class ObjectFile {
  private let database: Database

  /// Opens the file, and makes its tables when it is new.
  init(path: String) throws(SQLError) {
    database = try Database(path: path)
    try database.execute(
      """
      CREATE TABLE IF NOT EXISTS objects (
        type TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
        version INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (type, namespace, name)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL);
      INSERT OR IGNORE INTO counter VALUES (1, 0);
      """)
  }

  /// Every object with the name of its type, as in `deployments.apps`.
  func objects() throws -> [(type: String, object: Value)] {
    try database.query("SELECT type, body FROM objects").compactMap { row in
      guard case .text(let name) = row[0], case .text(let body) = row[1] else { return nil }
      return (name, try JSON.parse(body))
    }
  }

  /// The number of the last change.
  func version() throws(SQLError) -> Int {
    guard case .integer(let version)? = try database.query("SELECT version FROM counter").first?[0]
    else { return 0 }
    return Int(version)
  }

  func write(
    _ object: Value, _ type: ResourceType, _ key: StoreState.Key, version: Int
  ) throws(StatusError) {
    try change(to: version) {
      try database.run(
        "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?)",
        [
          .text(type.groupResource), .text(key.namespace), .text(key.name),
          .integer(Int64(version)), .text(object.json()),
        ])
    }
  }

  func erase(
    _ type: ResourceType, _ key: StoreState.Key, version: Int
  ) throws(StatusError) {
    try change(to: version) {
      try database.run(
        "DELETE FROM objects WHERE type = ? AND namespace = ? AND name = ?",
        [.text(type.groupResource), .text(key.namespace), .text(key.name)])
    }
  }

  private func change(to version: Int, _ body: () throws -> Void) throws(StatusError) {
    do {
      try database.transaction {
        try body()
        try database.run("UPDATE counter SET version = ?", [.integer(Int64(version))])
      }
    } catch {
      throw .internalError("\(error)")
    }
  }
}
