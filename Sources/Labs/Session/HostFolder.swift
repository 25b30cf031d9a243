import Platform
import Tracks

/// A host's files: a root folder with `root/` (its home), `home/` and `tmp/`, in which its shells
/// start. Commands for its PATH lie in `usr/local/bin/`.
package struct HostFolder: Sendable {
  package let root: String

  package var home: String { "\(root)/root" }

  /// What life-cycle scripts find on their PATH besides.
  package static let helpers = ["fail-message", "set-status", "set-workdir", "agent"]

  /// Makes what is missing; files that are there stay as they are.
  package static func prepare(
    _ host: String, in folder: SessionFolder, files: [String: String]
  ) throws(LabError) -> HostFolder {
    let made = HostFolder(root: folder.host(host))
    do {
      for part in ["root", "home", "tmp", "opt/instruqt/bootstrap"] {
        try Files.makeDirectory("\(made.root)/\(part)", mode: 0o755)
      }
      try write("", to: "opt/instruqt/bootstrap/host-bootstrap-completed", in: made.root)
      let executable = Executable.path
      try Files.makeDirectory("\(made.root)/usr/local/bin", mode: 0o755)
      for name in helpers {
        let link = "\(made.root)/usr/local/bin/\(name)"
        if (try? Files.linkTarget(link)) != executable { try Files.link(link, to: executable) }
      }
      for (path, content) in files.sorted(by: { $0.key < $1.key }) {
        try write(content, to: path, in: made.root)
      }
    } catch let error as LabError {
      throw error
    } catch {
      throw LabError(.environment, "The files of host \(host) can't be made: \(error)")
    }
    return made
  }

  private static func write(_ content: String, to path: String, in root: String) throws {
    let target = Path.resolve(path, in: root)
    guard target.hasPrefix(root + "/"), !path.split(separator: "/").contains("..") else {
      throw LabError(
        .input, "The file \(path) lies outside of its host; give a path below the host's root.")
    }
    guard !Files.exists(target) else { return }
    try Files.makeDirectory(Path.parent(of: target), mode: 0o755)
    try Files.write(target, text: content)
  }

  /// The place of a path that a lab file or a text names, as `home/secret.token`, `/root/x` or
  /// `~/x`.
  package func resolve(_ path: String) -> String {
    if path == "~" { return home }
    if path.hasPrefix("~/") { return "\(home)/\(path.dropFirst(2))" }
    return "\(root)/\(path.drop { $0 == "/" })"
  }
}
