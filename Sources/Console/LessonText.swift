import Interface
import Markdown
import Tracks
import Views

/// A document's words for a stream of text: its pages' lines, and under them where its numbered links
/// lead.
struct LessonText {
  private let page: Page

  /// - Parameters:
  ///   - columns: how long a line may be.
  ///   - blocks: what the document's fences are. Those that a step shows by itself are left out.
  init(_ markdown: String, columns: Int = LessonText.columns, blocks: [Block] = []) {
    let roles = Dictionary(
      blocks.map { ($0.location.line, $0) }, uniquingKeysWith: { first, _ in first })
    page = Page(
      MarkdownDocument(Lesson.withoutFrontMatter(markdown)),
      PageSettings(columns: columns, theme: .monochrome) { line in
        guard let block = roles[line] else { return FenceLook(.display) }
        return switch block.role {
        case .command, .session, .output: FenceLook(.hidden)
        case .content: FenceLook(.content, title: block.info.title)
        case .display: FenceLook(.display, title: block.info.title)
        }
      })
  }

  /// Short enough for most terminals, long enough to be read with ease.
  static let columns = 78

  /// What stands between two lines of the source.
  /// - Parameters:
  ///   - first: the first line that is shown, counted from 1.
  ///   - end: the first line that is not shown any more.
  func lines(from first: Int = 1, to end: Int = .max) -> [String] {
    let shown = page.lines.filter { $0.source >= first && $0.source < end }
    var lines = shown.map { line in
      var text = line.line.text
      while text.last == " " { text.removeLast() }
      return text
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    let numbers = Set(shown.flatMap { $0.line.runs.compactMap(\.link) }).sorted()
    if !numbers.isEmpty { lines.append("") }
    return lines + numbers.map { "[\($0)] \(page.links[$0 - 1].destination)" }
  }
}
