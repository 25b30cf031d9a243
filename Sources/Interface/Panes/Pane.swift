import Emulation
import Tracks
import Views

/// One tab: its title and what it shows.
struct Pane: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    case terminal(TerminalPane)
    case code(CodePane)
    case web(WebPane)
    case notes(NotesPane)
    case map
    case remark(String)
  }

  var title: String
  var content: Content

  init(_ title: String, _ content: Content) {
    self.title = title
    self.content = content
  }

  var terminal: TerminalPane? {
    if case .terminal(let pane) = content { pane } else { nil }
  }
}

/// A terminal in a tab.
struct TerminalPane: Hashable, Sendable {
  /// The host; behind a `#` a number when the challenge has several terminals on it.
  var name: String
  /// The place of its tab among the challenge's tabs.
  var tab: Int?
  /// How many rows it is scrolled back.
  var scrolledBack = 0

  var host: String { Terminal.host(ofName: name) }
}

/// The slides that are shown before a challenge.
struct NotesPane: Hashable, Sendable {
  var markdown: String
  var scroll = Scroll()

  init(_ notes: [Note]) {
    markdown = notes.map { note in
      switch note.content {
      case .text(let text): text
      case .image(let path): "![Image](\(path))"
      case .video(let url): "Video: <\(url)>"
      }
    }.joined(separator: "\n\n---\n\n")
  }
}
