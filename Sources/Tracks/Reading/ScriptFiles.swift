/// Finds the life-cycle scripts of a folder.
struct ScriptFiles {
  let files: TrackFiles

  /// The `setup-`, `check-`, `solve-` and `cleanup-HOST` files of a folder.
  func read(folder: String) -> Scripts {
    var scripts = Scripts()
    for path in files.paths where path.hasPrefix(folder + "/") {
      let name = path.dropFirst(folder.count + 1)
      guard !name.contains("/"), let dash = name.firstIndex(of: "-"),
        let source = files.text(path)
      else { continue }
      let host = String(name[name.index(after: dash)...])
      guard !host.isEmpty else { continue }
      let script = Script(file: source.path, host: host, text: source.text)
      switch name[..<dash] {
      case "setup": scripts.setup[host] = script
      case "check": scripts.check[host] = script
      case "solve": scripts.solve[host] = script
      case "cleanup": scripts.cleanup[host] = script
      default: break
      }
    }
    return scripts
  }
}
