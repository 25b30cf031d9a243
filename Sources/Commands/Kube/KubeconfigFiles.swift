import Documents
import KubernetesClient
import Platform
import YAML

/// The configuration files that a command reads and writes: the flag's, those of KUBECONFIG, or
/// the one in the home folder, merged with the first to name a thing winning.
package struct KubeconfigFiles: Sendable {
  package private(set) var files: [(path: String, config: Kubeconfig, exists: Bool)]

  /// All files as one.
  package var merged: Kubeconfig {
    files.dropFirst().reduce(files.first?.config ?? Kubeconfig()) { $0.merging($1.config) }
  }

  /// The file that new entries go to.
  package var path: String { files.first?.path ?? "" }

  /// Reads what is there; a file that doesn't exist counts as empty.
  package static func load(
    explicit: String?, environment: [String: String]
  ) throws(CommandError) -> KubeconfigFiles {
    let paths =
      explicit.map { [$0] }
      ?? environment["KUBECONFIG"].flatMap {
        $0.isEmpty ? nil : $0.split(separator: ":").map(String.init)
      }
      ?? ["\(environment["HOME"] ?? "/root")/.kube/config"]
    var files: [(path: String, config: Kubeconfig, exists: Bool)] = []
    for path in paths {
      guard let text = try? Files.readText(path) else {
        if explicit != nil { throw CommandError("stat \(path): no such file or directory") }
        files.append((path, Kubeconfig(), false))
        continue
      }
      do {
        files.append((path, try Kubeconfig(text: text, file: path), true))
      } catch {
        throw CommandError("error loading config file \"\(path)\": \(error.description)")
      }
    }
    return KubeconfigFiles(files: files)
  }

  /// Changes the file that holds a thing (the first one when none does) and saves it, readable for
  /// its owner alone.
  package mutating func edit(
    holding holds: (Kubeconfig) -> Bool = { _ in false }, _ change: (inout Kubeconfig) -> Void
  ) throws(CommandError) {
    let index = files.firstIndex { holds($0.config) } ?? 0
    change(&files[index].config)
    let file = files[index]
    do {
      try Files.makeDirectory(Path.parent(of: file.path))
      try Files.write(file.path, text: file.config.text, mode: 0o600)
    } catch {
      throw CommandError("the configuration \(file.path) can't be written: \(error)")
    }
  }
}
