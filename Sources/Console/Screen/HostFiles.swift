import Interface
import Platform

/// The files of a host as a tab shows them.
enum HostFiles {
  /// The most entries that are listed, and how deep.
  private static let most = 1000
  private static let deepest = 6
  /// The largest file that is shown, in bytes.
  private static let largest = 1 << 20

  /// What is below a folder; a file is its own only entry.
  static func list(_ root: String) -> [FileEntry] {
    guard Files.isDirectory(root) else {
      return Files.exists(root) ? [FileEntry(path: Path.name(of: root), isFolder: false)] : []
    }
    var entries: [FileEntry] = []
    add("", of: root, depth: 0, to: &entries)
    return entries
  }

  private static func add(
    _ folder: String, of root: String, depth: Int, to entries: inout [FileEntry]
  ) {
    let names = ((try? Files.list(folder.isEmpty ? root : "\(root)/\(folder)")) ?? []).sorted()
    for name in names where name != ".kube" && entries.count < most {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      let isFolder = Files.kind("\(root)/\(path)") == .directory
      entries.append(FileEntry(path: path, isFolder: isFolder))
      if isFolder, depth < deepest { add(path, of: root, depth: depth + 1, to: &entries) }
    }
  }

  /// A file's text.
  static func text(_ path: String, shown: String) -> Result<String, Sentence> {
    do {
      if let size = Files.size(path), size > largest {
        return .failure(Sentence("\(shown) has \(size) bytes and is too large to be shown here."))
      }
      let bytes = try Files.read(path)
      if bytes.contains(0) { return .failure(Sentence("\(shown) is no text.")) }
      return .success(String(decoding: bytes, as: UTF8.self))
    } catch {
      return .failure(Sentence("\(shown) can't be read: \(error)"))
    }
  }
}
