/// The scripts of a track as rules look at them.
extension Track {
  /// Every script, with what it is for.
  var allScripts: [(kind: String, script: Script)] {
    ([scripts] + challenges.map(\.scripts)).flatMap { scripts in
      [
        ("setup", scripts.setup), ("check", scripts.check), ("solve", scripts.solve),
        ("cleanup", scripts.cleanup),
      ].flatMap { kind, found in
        found.sorted { $0.key < $1.key }.map { (kind, $0.value) }
      }
    }
  }
}

extension Script {
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
