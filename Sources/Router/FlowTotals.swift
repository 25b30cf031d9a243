import Documents

/// What the connections that clients of this router have made to an address at one router add up to.
struct FlowTotals {
  private struct Path: Hashable {
    var address: String
    var router: String
  }

  private struct Sum {
    var open = 0
    var total = 0
    /// Of connections that are over.
    var octetsIn = 0
    var octetsOut = 0
  }

  private var sums: [Path: Sum] = [:]

  mutating func begin(_ facts: Flow.Facts) {
    guard let path = path(facts) else { return }
    var sum = sums[path] ?? Sum()
    sum.open += 1
    sum.total += 1
    sums[path] = sum
  }

  mutating func finish(_ facts: Flow.Facts) {
    guard let path = path(facts) else { return }
    sums[path]?.open -= 1
    sums[path]?.octetsIn += facts.octetsIn
    sums[path]?.octetsOut += facts.octetsOut
  }

  /// One document for each address and router.
  /// - Parameters:
  ///   - open: the connections that go on.
  ///   - site: the identifier of a router's site, where it is known.
  func documents(open: [Flow.Facts], site: (String) -> String?) -> [Value] {
    var sums = sums
    for facts in open {
      guard let path = path(facts) else { continue }
      sums[path]?.octetsIn += facts.octetsIn
      sums[path]?.octetsOut += facts.octetsOut
    }
    return sums.sorted { ($0.key.address, $0.key.router) < ($1.key.address, $1.key.router) }
      .map { path, sum in
        .object([
          "address": .string(path.address), "router": .string(path.router),
          "site": site(path.router).map(Value.string) ?? .null, "open": .integer(sum.open),
          "total": .integer(sum.total), "octetsIn": .integer(sum.octetsIn),
          "octetsOut": .integer(sum.octetsOut),
        ])
      }
  }

  /// What comes from other routers is counted where it began.
  private func path(_ facts: Flow.Facts) -> Path? {
    guard let router = facts.router else { return nil }
    return Path(address: facts.address, router: router)
  }
}
