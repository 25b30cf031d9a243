/// Members of a document whose names were made up by a machine, such as the containers of a network
/// by their ids.
struct TreeKeys {
  let terms: Terms
  private let left: DocumentTree.Entries
  private let right: DocumentTree.Entries
  private(set) var taken: Set<String> = []

  /// Names that are tried for one.
  private static let reach = 64

  init(_ terms: Terms, _ left: DocumentTree.Entries, _ right: DocumentTree.Entries) {
    self.terms = terms
    self.left = left
    self.right = right
  }

  /// The actual name that stands for an expected one which is not there: the first one of its kind
  /// whose value agrees, or else the first one.
  mutating func partner(
    of key: String, agrees: (String) -> Bool
  ) -> (name: String, notes: [Tolerance])? {
    guard key.utf8.count >= 7, terms.options.mode != .exact else { return nil }
    let lines = LineMatcher(terms)
    let free = right.keys.filter { left[$0] == nil && !taken.contains($0) }.prefix(Self.reach)
    let near = free.compactMap { name -> (name: String, notes: [Tolerance])? in
      guard let notes = lines.match(Piece(key), Piece(name)), !notes.isEmpty,
        notes.allSatisfy(\.binds)
      else { return nil }
      return (name, notes)
    }
    let found = near.count > 1 ? near.first { agrees($0.name) } ?? near.first : near.first
    if let found { taken.insert(found.name) }
    return found
  }
}
