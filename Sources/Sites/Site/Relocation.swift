/// A site that goes on in another block, because its own was taken meanwhile: every address that
/// its objects hold moves with it.
import Database
import Platform

enum Relocation {
  /// Rewrites the addresses in the site's objects. The site does not run.
  static func move(directory: String, from old: Int, to new: Int) throws {
    let path = "\(directory)/site.db"
    guard old != new, Files.exists(path) else { return }
    let database = try Database(path: path)
    try database.run(
      "UPDATE objects SET body = replace(body, ?, ?) WHERE type <> 'secrets'",
      [.text("\"127.\(old)."), .text("\"127.\(new).")])
  }
}
