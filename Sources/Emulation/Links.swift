/// The links (OSC 8) of a screen's cells: a bounded table, from which cells name an entry by number.
struct Links: Hashable, Sendable {
  struct Link: Hashable, Sendable {
    var target: String
    /// What joins the parts of one link that are apart, empty when the program named nothing.
    var name: String
  }

  static let most = 60_000
  static let mostBytes = 4 << 20
  static let longestTarget = 2083
  static let longestName = 250

  private var table: [UInt16: Link] = [:]
  private var numbers: [Link: UInt16] = [:]
  private var next: UInt16 = 1
  private var bytes = 0

  /// True when nothing more goes in.
  var isFull: Bool { table.count >= Self.most || bytes >= Self.mostBytes }

  subscript(number: UInt16) -> String? { table[number]?.target }

  /// The number of a link; zero, no link, when it is too long or the table is full.
  mutating func number(of link: Link) -> UInt16 {
    if let known = numbers[link] { return known }
    guard !isFull, link.target.utf8.count <= Self.longestTarget,
      link.name.utf8.count <= Self.longestName
    else { return 0 }
    while next == 0 || table[next] != nil { next &+= 1 }
    table[next] = link
    numbers[link] = next
    bytes += link.target.utf8.count
    return next
  }

  /// Forgets all but these.
  mutating func keep(_ used: Set<UInt16>) {
    table = table.filter { used.contains($0.key) }
    numbers = numbers.filter { used.contains($0.value) }
    bytes = table.values.reduce(0) { $0 + $1.target.utf8.count }
  }
}

extension Screen {
  /// Where a cell's text leads when the program made it a link (OSC 8).
  package func link(of cell: Cell) -> String? { cell.link == 0 ? nil : links[cell.link] }

  /// OSC 8: text from now on belongs to a link, or to none.
  mutating func beginLink(parameters: some StringProtocol, target: String) {
    guard !target.isEmpty else {
      cursor.link = 0
      return
    }
    let name = parameters.split(separator: ":").first { $0.hasPrefix("id=") }?.dropFirst(3)
    if links.isFull { forgetUnusedLinks() }
    cursor.link = links.number(of: Links.Link(target: target, name: name.map { String($0) } ?? ""))
  }

  /// Looks through all cells, so not more often than every thousandth time when nothing is gained.
  private mutating func forgetUnusedLinks() {
    linkRefusals += 1
    guard linkRefusals % 1000 == 1 else { return }
    var used: Set<UInt16> = [cursor.link, saved.cursor.link]
    if let primary { used.insert(primary.saved.cursor.link) }
    for row in grid { row.cells.forEach { used.insert($0.link) } }
    primary?.grid.forEach { row in row.cells.forEach { used.insert($0.link) } }
    for row in scrollback { row.cells.forEach { used.insert($0.link) } }
    links.keep(used)
    if !links.isFull { linkRefusals = 0 }
  }
}
