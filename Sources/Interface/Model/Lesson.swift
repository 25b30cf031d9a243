import Grading
import Markdown
import Tracks

/// What is taken: a track with what is known only when it runs.
package struct Lesson: Sendable {
  package let track: Track
  /// The values of the runtime variables, which the texts show.
  package internal(set) var variables: Variables
  package let steps: [Step]
  package let plan: GradingPlan
  private let challenges: [Int]

  /// A lesson.
  package init(_ track: Track, variables: Variables, plan: GradingPlan) {
    self.track = track
    self.variables = variables
    self.plan = plan
    steps = track.steps
    challenges = track.challenges.enumerated().flatMap { index, challenge in
      challenge.steps.map { _ in index }
    }
  }

  /// The place of the challenge that a step belongs to.
  package func challenge(ofStep place: Int) -> Int {
    challenges.indices.contains(place) ? challenges[place] : 0
  }

  /// The places of a challenge's steps.
  func steps(ofChallenge index: Int) -> Range<Int> {
    guard let first = challenges.firstIndex(of: index) else { return 0..<0 }
    return first..<(challenges.lastIndex(of: index) ?? first) + 1
  }

  /// A challenge's text as a document whose lines are lines of the file, with its values filled in.
  func document(ofChallenge index: Int) -> MarkdownDocument {
    let text = track.challenges[index].text
    return MarkdownDocument(variables.substitute(Lesson.withoutFrontMatter(text)))
  }

  /// The text with blank lines in place of its front matter, so that every line keeps its number.
  package static func withoutFrontMatter(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let marks = lines.indices.filter { lines[$0].trimmingBlanks == "---" }
    guard marks.first == 0, marks.count > 1 else { return text }
    for index in 0...marks[1] { lines[index] = "" }
    return lines.joined(separator: "\n")
  }

  /// The tabs of a challenge as panes; behind them its notes and the map.
  func panes(of index: Int) -> [Pane] {
    guard track.challenges.indices.contains(index) else { return [Pane("Map", .map)] }
    let challenge = track.challenges[index]
    var seen: [String: Int] = [:]
    var panes: [Pane] = []
    for (place, tab) in challenge.tabs.enumerated() {
      let title = tab.title.isEmpty ? "Tab \(place + 1)" : tab.title
      switch tab.kind {
      case .terminal(let host, _, _), .browser(let host):
        seen[host, default: 0] += 1
        let name = Terminal.name(host: host, number: seen[host, default: 1])
        panes.append(Pane(title, .terminal(TerminalPane(name: name, tab: place))))
      case .code(let host, let path):
        panes.append(Pane(title, .code(CodePane(host: host, path: path))))
      case .service(let host, let port, let path):
        // The platform that has such tabs takes these ports for secure ones.
        let scheme = String(port).hasSuffix("443") ? "https" : "http"
        let address = "\(scheme)://\(host):\(port)\(path.hasPrefix("/") ? path : "/" + path)"
        panes.append(Pane(title, .web(WebPane(home: address))))
      case .website(let url), .external(let url):
        panes.append(Pane(title, .web(WebPane(home: variables.substitute(url)))))
      case .unknown(let kind):
        panes.append(Pane(title, .remark("This tab is a \(kind), which Trestle does not know.")))
      }
    }
    // Terminals that only the text names.
    let shown = Set(panes.compactMap(\.terminal?.host))
    for terminal in challenge.terminals where !shown.contains(terminal.host) {
      guard !panes.contains(where: { $0.terminal?.host == terminal.host }) else { continue }
      panes.append(Pane(terminal.name, .terminal(TerminalPane(name: terminal.host, tab: nil))))
    }
    if !challenge.notes.isEmpty { panes.append(Pane("Notes", .notes(NotesPane(challenge.notes)))) }
    return panes + [Pane("Map", .map)]
  }
}

extension Substring {
  /// Without blanks and carriage returns at its end.
  fileprivate var trimmingBlanks: Substring {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
