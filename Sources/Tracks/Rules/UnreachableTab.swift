/// Tabs that the text names and the challenge does not have, and tabs on hosts that are not there.
import Markdown

enum UnreachableTab: Rule {
  static let id = "unreachable-tab"
  static let summary = "The text or a button leads to a tab that does not exist or cannot open."
  static let severity = Finding.Severity.warning
  static let guide = """
    Buttons count tabs from 0: `[button label="Editor"](tab-1)` opens the second one. A tab that is
    called by another title than its own is looked for in vain, and a tab on a host that the
    track's `config.yml` does not have stays empty.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    let hosts = context.track.hosts.map(\.name)
    return context.track.challenges.flatMap { challenge -> [Finding] in
      let items = OutlineBuilder.items(of: challenge.body)
      return items.flatMap { links(in: $0, challenge) + names(in: $0, challenge) }
        + (hosts.isEmpty ? [] : unknownHosts(challenge, hosts))
    }
  }

  private static func links(in item: OutlineItem, _ challenge: Challenge) -> [Finding] {
    (item.inlines ?? []).destinations.compactMap { written in
      guard let match = written.wholeMatch(of: /tab-(\d+)/), let number = Int(match.1),
        !challenge.tabs.indices.contains(number)
      else { return nil }
      let count = challenge.tabs.count
      return finding(
        "\"\(written)\" leads to tab \(number), and there \(count == 1 ? "is" : "are") \(count).",
        "Tabs are counted from 0.", item, challenge)
    }
  }

  /// "the **Terminal 3** tab".
  private static func names(in item: OutlineItem, _ challenge: Challenge) -> [Finding] {
    let titles = challenge.tabs.map(\.title)
    guard !titles.isEmpty, let inlines = item.inlines else { return [] }
    let known = Set((titles + challenge.terminals.map(\.name)).map(LooseText.normal))
    return zip(inlines, inlines.dropFirst()).compactMap { piece, next in
      guard case .strong(let inner) = piece, case .text(let behind) = next,
        behind.hasPrefix(" tab"), !behind.hasPrefix(" table")
      else { return nil }
      let name = inner.plainText.trimmed
      guard !name.isEmpty, !known.contains(LooseText.normal(name)) else { return nil }
      let near = Spelling.nearest(to: name, in: titles)
      return finding(
        "There is no tab \"\(name)\".",
        near.map { "Did you mean \($0)?" } ?? "Tabs are \(titles.joined(separator: ", ")).", item,
        challenge)
    }
  }

  private static func unknownHosts(_ challenge: Challenge, _ hosts: [String]) -> [Finding] {
    challenge.tabs.compactMap { tab in
      guard let host = tab.host, !host.isEmpty, !hosts.contains(host) else { return nil }
      if case .browser = tab.kind { return nil }
      let near = Spelling.nearest(to: host, in: hosts)
      return Finding(
        id, .warning, at: tab.location,
        "The tab \"\(tab.title)\" is on the host \"\(host)\", which config.yml does not have.",
        remedy: near.map { "Did you mean \($0)?" } ?? "Hosts are \(hosts.joined(separator: ", ")).")
    }
  }

  private static func finding(
    _ message: String, _ remedy: String, _ item: OutlineItem, _ challenge: Challenge
  ) -> Finding {
    Finding(
      id, .warning,
      at: SourceLocation(file: challenge.file, line: item.lines.lowerBound, column: item.column),
      message, remedy: remedy)
  }
}
