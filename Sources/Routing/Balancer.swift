/// Spreads the streams of each address over its consumers: each new stream goes where the streams
/// that are open plus the cost of the path are fewest. A local consumer costs nothing.
package struct Balancer: Hashable, Sendable {
  /// Who can take a stream.
  package enum Consumer: Hashable, Sendable {
    /// A connector of this router, by name.
    case local(String)
    /// Another router, which chooses among its own.
    case router(String)
  }

  private struct Key: Hashable, Sendable {
    var address: String
    var consumer: Consumer
  }

  private struct Use: Hashable, Sendable {
    var open = 0
    var lastTurn = 0
  }

  private var uses: [Key: Use] = [:]
  private var turn = 0

  package init() {}

  /// How many streams are open to that consumer.
  package func outstanding(_ address: String, _ consumer: Consumer) -> Int {
    uses[Key(address: address, consumer: consumer)]?.open ?? 0
  }

  /// Chooses a consumer and counts the new stream; nothing if there is none.
  package mutating func begin(
    _ address: String, local: [String], remote: [(router: String, cost: Int)] = []
  ) -> Consumer? {
    let candidates =
      local.map { (Consumer.local($0), 0) } + remote.map { (Consumer.router($0.router), $0.cost) }
    let best = candidates.min { rank(address, $0) < rank(address, $1) }
    guard let (consumer, _) = best else { return nil }
    turn += 1
    uses[Key(address: address, consumer: consumer), default: Use()].open += 1
    uses[Key(address: address, consumer: consumer)]?.lastTurn = turn
    return consumer
  }

  /// A stream that was counted has ended.
  package mutating func finish(_ address: String, _ consumer: Consumer) {
    let key = Key(address: address, consumer: consumer)
    uses[key]?.open -= 1
  }

  /// Forgets the history of consumers that are gone.
  package mutating func forget(_ consumer: Consumer) {
    uses = uses.filter { $0.key.consumer != consumer || $0.value.open > 0 }
  }

  private func rank(_ address: String, _ candidate: (Consumer, Int)) -> (Int, Int, Int) {
    let use = uses[Key(address: address, consumer: candidate.0)] ?? Use()
    return (use.open + candidate.1, candidate.1, use.lastTurn)
  }
}
