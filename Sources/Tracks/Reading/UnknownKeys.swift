/// Keys that are written almost as a known one. Others are kept and ignored, as formats grow.
import YAML

enum UnknownKeys {
  static let id = "unknown-key"

  /// The keys of a map that nothing reads and that are near to one that something does.
  static func findings(
    in node: YAMLNode, known: [String], owner: String, file: String
  ) -> [Finding] {
    let written = Set(node.members.map(\.key))
    return node.members.compactMap { member in
      guard !known.contains(member.key) else { return nil }
      let near = Spelling.candidates(for: member.key, in: known.filter { !written.contains($0) })
      guard let question = Spelling.question(near) else { return nil }
      let place = SourceLocation(file: file, line: member.line, column: member.column)
      return Finding(
        id, .warning, at: place, "\(owner) has the key \"\(member.key)\", which nothing reads.",
        remedy: question,
        fix: near.count == 1 ? TextFix(at: place, removes: member.key, inserts: near[0]) : nil)
    }
  }
}
