import Transcripts

/// What somebody did in terminals, as a Markdown page that is a track.
package struct RecordedTrack: Sendable {
  /// One command that was typed, and what it printed.
  package struct Entry: Hashable, Sendable {
    package let host: String
    package let command: String
    package let output: String
    package let status: Int32
    /// Whether the command took the whole screen, as an editor does.
    package let isFullScreen: Bool

    package init(
      host: String, command: String, output: String, status: Int32 = 0, isFullScreen: Bool = false
    ) {
      self.host = host
      self.command = command
      self.output = output
      self.status = status
      self.isFullScreen = isFullScreen
    }

    /// Why nobody but a person can do it again; nothing where a machine can.
    var reasonToSkip: String? {
      if isFullScreen { return "it took the whole screen: do it by hand" }
      return status == 130 ? "it was interrupted by hand" : nil
    }
  }

  /// How many lines of an output are kept.
  static let mostLines = 60

  package let title: String
  /// The hosts whose terminals were there, in their order.
  package let hosts: [String]
  package private(set) var entries: [Entry] = []

  package init(title: String, hosts: [String]) {
    self.title = title
    self.hosts = hosts
  }

  /// Adds a command, unless it is one that only leaves or clears the terminal.
  package mutating func add(_ entry: Entry) {
    let command = entry.command
    guard !command.isEmpty, !["exit", "clear", "reset", "logout"].contains(command) else { return }
    entries.append(entry)
  }

  /// The page.
  package var markdown: String {
    var lines = ["---", "tabs:"]
    for host in hosts {
      lines.append(
        "- {title: \(RecordedTrack.title(of: host)), type: terminal, hostname: \(host)}")
    }
    lines += ["---", "", "# \(title)"]
    var index = 0
    var host: String?
    while index < entries.count {
      // Commands of one terminal that print nothing stand in one block with the one after them.
      var end = index + 1
      while end < entries.count, entries[end].host == entries[index].host,
        entries[end - 1].output.isEmpty, entries[end - 1].status == 0, entries[end].status == 0,
        !standsAlone(end), !standsAlone(end - 1)
      { end += 1 }
      let block = entries[index..<end]
      let first = entries[index]
      let name = RecordedTrack.title(of: first.host)
      lines += ["", first.host == host ? "Then:" : "In the **\(name)** terminal:", ""]
      host = first.host
      if let reason = first.reasonToSkip {
        lines.append("<!-- lab: skip=\"\(reason)\" -->")
      } else if let last = block.last, last.status != 0 {
        lines.append("<!-- lab: exit=\(last.status) -->")
      }
      let commands = block.map(\.command).joined(separator: "\n")
      let fence = MarkdownFence.around(commands)
      lines += ["\(fence)bash", commands, fence]
      if first.reasonToSkip == nil { lines += output(block.last?.output ?? "") }
      index = end
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func standsAlone(_ index: Int) -> Bool {
    entries[index].command.contains("\n") || entries[index].reasonToSkip != nil
  }

  private func output(_ text: String) -> [String] {
    var shown = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while shown.last?.isEmpty == true { shown.removeLast() }
    if shown.isEmpty { return [] }
    if shown.count > Self.mostLines { shown = shown.prefix(Self.mostLines) + ["..."] }
    let fence = MarkdownFence.around(shown.joined(separator: "\n"))
    return ["", "It prints something like:", "", "\(fence)text,nocopy"] + shown + [fence]
  }

  private static func title(of host: String) -> String {
    host.prefix(1).uppercased() + host.dropFirst()
  }
}
