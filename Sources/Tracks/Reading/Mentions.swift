/// Finds where a text names a terminal.
import Markdown

/// A terminal that a piece of text names.
struct Mention: Hashable {
  /// The place of the terminal among the challenge's terminals.
  var terminal: Int
  /// The name as the document's author would write it.
  var name: String
  var line: Int
}

struct Mentions {
  let terminals: [Terminal]
  /// The lines of the file, for the place of a name.
  let lines: [Substring]

  /// The last terminal named in each item, by the item's place. Lists that only tell which tabs
  /// there are name several, and count for none.
  func find(in items: [OutlineItem]) -> [Int: Mention] {
    var found: [Int: Mention] = [:]
    var groups: [Int: [Int]] = [:]
    var groupsWithBlocks: Set<Int> = []
    for (index, item) in items.enumerated() {
      if case .preformatted = item.kind { groupsWithBlocks.insert(item.group) }
      guard let mention = mention(in: item) else { continue }
      found[index] = mention
      if item.isInList { groups[item.group, default: []].append(index) }
    }
    for (group, indices) in groups where !groupsWithBlocks.contains(group) {
      if Set(indices.compactMap { found[$0]?.terminal }).count > 1 {
        for index in indices { found[index] = nil }
      }
    }
    return found
  }

  private func mention(in item: OutlineItem) -> Mention? {
    guard !item.isInQuote, let inlines = item.naming else { return nil }
    let text = Self.comparable(inlines.plainText)
    let emphasised = inlines.emphasised.map { Self.comparable($0) }
    var best: (position: Int, mention: Mention)?
    for (index, terminal) in terminals.enumerated() {
      guard let position = position(of: terminal, in: text, emphasised) else { continue }
      if best == nil || position > best?.position ?? 0 {
        best = (
          position,
          Mention(terminal: index, name: terminal.name, line: line(of: terminal.name, item))
        )
      }
    }
    for link in inlines.tabLinks {
      guard let index = terminals.firstIndex(where: { $0.tab == link.tab }) else { continue }
      let position = Self.lastPosition(of: Self.comparable(link.words), in: text) ?? 0
      if let best, position < best.position { continue }
      let name = terminals[index].name
      best = (
        position, Mention(terminal: index, name: name, line: line(of: link.words, item))
      )
    }
    return best?.mention ?? siteMention(item, text, emphasised, inlines)
  }

  /// Where a terminal's own name stands last. Names of one word are common words: they count when
  /// they are emphasised or called a tab.
  private func position(of terminal: Terminal, in text: String, _ emphasised: [String]) -> Int? {
    let name = Self.comparable(terminal.name)
    guard !name.isEmpty, let position = Self.lastPosition(of: name, in: text) else { return nil }
    if name.contains(" ") { return position }
    if emphasised.contains(name) { return position }
    let places = ["tab", "terminal", "window", "shell", "console", "cli"]
    return places.contains { Self.lastPosition(of: name + " " + $0, in: text) != nil }
      ? position : nil
  }

  /// A site counts where a marker names it alone, a heading names no other, or a sentence sends
  /// the reader to its terminal.
  private func siteMention(
    _ item: OutlineItem, _ text: String, _ emphasised: [String], _ inlines: [MarkdownInline]
  ) -> Mention? {
    var named: [String] = []
    for site in terminals.map(\.site) where !named.contains(site) {
      let name = Self.comparable(site)
      if !name.isEmpty, Self.lastPosition(of: name, in: text) != nil { named.append(site) }
    }
    guard named.count == 1, let site = named.first,
      let index = terminals.firstIndex(where: { $0.site == site })
    else { return nil }
    let name = Self.comparable(site)
    let isHeading = if case .heading = item.kind { true } else { false }
    let isMarker = emphasised.contains(name) && inlines.isEmphasised && text == name
    let places = ["tab", "terminal", "window", "shell", "console", "session"]
    let isSent =
      text.contains("switch to \(name)") || text.contains("switch to the \(name)")
      || places.contains { Self.lastPosition(of: name + " " + $0, in: text) != nil }
    guard isHeading || isMarker || isSent else { return nil }
    return Mention(terminal: index, name: site, line: line(of: site, item))
  }

  private func line(of name: String, _ item: OutlineItem) -> Int {
    let wanted = Self.comparable(name)
    for number in item.lines.reversed() where lines.indices.contains(number - 1) {
      if Self.comparable(String(lines[number - 1])).contains(wanted) { return number }
    }
    return item.lines.lowerBound
  }

  /// Small letters and digits, with one blank for whatever stands between them.
  static func comparable(_ text: String) -> String {
    LooseText.words(text).joined(separator: " ")
  }

  /// Where whole words stand last in a comparable text.
  private static func lastPosition(of words: String, in text: String) -> Int? {
    ByteSearch.last(" " + words + " ", in: " " + text + " ")
  }
}

extension [MarkdownInline] {
  /// The texts that stand out: emphasis, strong, code.
  var emphasised: [String] {
    flatMap { piece -> [String] in
      switch piece {
      case .emphasis(let inner), .strong(let inner): [inner.plainText] + inner.emphasised
      case .code(let text): [text]
      case .link(_, _, let inner): inner.emphasised
      default: []
      }
    }
  }

  /// Whether the whole text stands out.
  var isEmphasised: Bool {
    let pieces = filter { piece in
      if case .text(let text) = piece { return !text.trimmed.isEmpty && text.trimmed != ":" }
      if case .softBreak = piece { return false }
      return true
    }
    guard pieces.count == 1, let piece = pieces.first else { return false }
    switch piece {
    case .emphasis, .strong: return true
    default: return false
    }
  }
}
