import Documents

/// How an answer of the console is cut and ordered: `offset`, `limit`, `sortBy`, and any field's
/// name with the beginning of its value.
struct ConsoleQuery {
  private static let words: Set<String> = [
    "offset", "limit", "sortBy", "filter", "timeRangeStart", "timeRangeEnd",
    "timeRangeOperation", "state",
  ]
  private let query: [String: String]

  init(_ query: [String: String]) { self.query = query }

  /// The answer's document.
  func answer(_ answer: ConsoleRecords.Answer) -> Value {
    switch answer {
    case .one(let record): return document(record, count: 1, total: 1, inRange: 1)
    case .several(let records):
      let chosen = sorted(records.filter(isChosen))
      let offset = max(0, query["offset"].flatMap { Int($0) } ?? 0)
      let limit = query["limit"].flatMap { Int($0) } ?? -1
      var page = Array(chosen.dropFirst(offset))
      if limit >= 0 { page = Array(page.prefix(limit)) }
      return document(
        .array(page), count: page.count, total: records.count, inRange: chosen.count)
    }
  }

  private func document(_ results: Value, count: Int, total: Int, inRange: Int) -> Value {
    [
      "results": results, "status": "", "count": Value(count), "timeRangeCount": Value(inRange),
      "totalCount": Value(total),
    ]
  }

  private func isChosen(_ record: Value) -> Bool {
    query.allSatisfy { name, wanted in
      Self.words.contains(name) || (record[name]?.scalarText ?? "").hasPrefix(wanted)
    }
  }

  private func sorted(_ records: [Value]) -> [Value] {
    let parts = (query["sortBy"] ?? "identity.asc").split(separator: ".").map(String.init)
    let field = parts.first ?? "identity"
    let isDescending = parts.last == "desc"
    return records.sorted { left, right in
      let (first, second) = isDescending ? (right[field], left[field]) : (left[field], right[field])
      if let first = first?.number, let second = second?.number { return first < second }
      return (first?.scalarText ?? "") < (second?.scalarText ?? "")
    }
  }
}
