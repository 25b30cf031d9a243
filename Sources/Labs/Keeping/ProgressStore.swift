import Database
import Documents
import Grading
import Platform

/// Learners' progress on this machine, kept in SQLite: for each track its state, the step they are
/// at, and the session they left.
package final class ProgressStore {
  package struct Entry: Hashable, Sendable {
    package var track: String
    package var title: String
    package var progress: Progress
    /// The id of the step that comes next.
    package var step: String
    /// The session to go on with; empty when there is none.
    package var session: String
    package var updated: String

    package init(
      track: String, title: String, progress: Progress = Progress(), step: String = "",
      session: String = "", updated: String = ""
    ) {
      self.track = track
      self.title = title
      self.progress = progress
      self.step = step
      self.session = session
      self.updated = updated
    }
  }

  private let database: Database

  /// Opens the store of this user.
  package convenience init() throws(LabError) {
    try self.init(path: "\(SessionFolder.base())/progress.db")
  }

  /// Opens the store in a file.
  package init(path: String) throws(LabError) {
    do {
      try Files.makeDirectory(Path.parent(of: path), mode: 0o700)
      database = try Database(path: path)
      try database.execute(
        """
        create table if not exists progress (
          track text primary key, title text not null, state text not null, step text not null,
          session text not null, updated text not null)
        """)
    } catch {
      throw LabError(.environment, "The progress in \(path) can't be opened: \(error)")
    }
  }

  /// What is known of a track, by its path.
  package func entry(_ track: String) throws(LabError) -> Entry? {
    try entries("where track = ?", [.text(track)]).first
  }

  /// All tracks, the last one worked on first.
  package func entries() throws(LabError) -> [Entry] {
    try entries("order by updated desc", [])
  }

  private func entries(
    _ clause: String, _ values: [SQLValue]
  ) throws(LabError) -> [Entry] {
    do {
      return try database.query(
        "select track, title, state, step, session, updated from progress \(clause)", values
      ).map { row in
        Entry(
          track: row[0].text ?? "", title: row[1].text ?? "",
          progress: (try? JSON.parse(row[2].text ?? "")).flatMap { try? Progress($0) }
            ?? Progress(),
          step: row[3].text ?? "", session: row[4].text ?? "", updated: row[5].text ?? "")
      }
    } catch {
      throw LabError(.environment, "The progress can't be read: \(error)")
    }
  }

  /// Keeps an entry; when this returns it survives the process.
  package func save(_ entry: Entry) throws(LabError) {
    do {
      _ = try database.run(
        """
        insert into progress (track, title, state, step, session, updated)
        values (?, ?, ?, ?, ?, ?)
        on conflict (track) do update set title = excluded.title, state = excluded.state,
          step = excluded.step, session = excluded.session, updated = excluded.updated
        """,
        [
          .text(entry.track), .text(entry.title), .text(entry.progress.value.json()),
          .text(entry.step), .text(entry.session), .text(WallTime.now().rfc3339),
        ])
    } catch {
      throw LabError(.environment, "The progress can't be saved: \(error)")
    }
  }

  /// Forgets a track.
  package func remove(_ track: String) throws(LabError) {
    do {
      _ = try database.run("delete from progress where track = ?", [.text(track)])
    } catch {
      throw LabError(.environment, "The progress can't be changed: \(error)")
    }
  }
}
