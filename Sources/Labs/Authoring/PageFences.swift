/// The preformatted texts of a page, by its lines: what stands around the text of an output.
struct PageFences {
  /// A fenced text, or one between `<pre>` and `</pre>`.
  struct Fence: Hashable {
    /// The mark: backticks or tildes; nothing for a `pre`.
    var mark: String?
    /// What stands behind the opening mark.
    var info: String
    /// The lines of the marks, counted from 1; the last one is nothing where the text has no end.
    var first: Int
    var last: Int?

    func contains(_ line: Int) -> Bool { line >= first && line <= last ?? .max }
  }

  private(set) var fences: [Fence] = []

  init(_ lines: [String]) {
    var open: Fence?
    for (index, line) in lines.enumerated() {
      if let fence = open {
        guard PageFences.closes(line, fence) else { continue }
        open?.last = index + 1
      } else if let fence = PageFences.opening(line, at: index + 1) {
        open = fence
        guard fence.last != nil else { continue }
      } else {
        continue
      }
      fences += [open].compactMap { $0 }
      open = nil
    }
    fences += [open].compactMap { $0 }
  }

  /// The text that a line belongs to.
  subscript(line: Int) -> Fence? { fences.first { $0.contains(line) } }

  /// Whether another page has the same texts, whatever they say.
  func hasSameForm(as other: PageFences) -> Bool {
    guard fences.count == other.fences.count else { return false }
    return zip(fences, other.fences).allSatisfy { old, new in
      old.info == new.info && old.mark?.first == new.mark?.first
        && (old.last == nil) == (new.last == nil)
    }
  }

  /// The run of backticks or tildes that a line begins with, where it may be a fence's mark.
  static func mark(of line: some StringProtocol) -> String? {
    let text = line.drop { $0.isWhitespace || $0 == ">" }
    guard let first = text.first, first == "`" || first == "~" else { return nil }
    let run = text.prefix { $0 == first }
    return run.count >= 3 ? String(run) : nil
  }

  private static func opening(_ line: String, at number: Int) -> Fence? {
    if let open = line.firstRange(of: /<[pP][rR][eE](\s[^>]*)?>/) {
      let isWhole = line[open.upperBound...].contains(/<\/[pP][rR][eE]\s*>/)
      return Fence(
        mark: nil, info: String(line[open]), first: number, last: isWhole ? number : nil)
    }
    // An item of a list may begin with a fence.
    let text = line.replacing(/^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+/, with: "", maxReplacements: 1)
    guard let mark = mark(of: text), let range = text.firstRange(of: mark) else { return nil }
    let info = text[range.upperBound...]
    if mark.first == "`", info.contains("`") { return nil }
    return Fence(mark: mark, info: String(info), first: number)
  }

  private static func closes(_ line: String, _ fence: Fence) -> Bool {
    guard let mark = fence.mark else { return line.contains(/<\/[pP][rR][eE]\s*>/) }
    guard let run = self.mark(of: line), run.first == mark.first, run.count >= mark.count else {
      return false
    }
    return line.drop { $0.isWhitespace || $0 == ">" }.dropFirst(run.count)
      .allSatisfy(\.isWhitespace)
  }
}
