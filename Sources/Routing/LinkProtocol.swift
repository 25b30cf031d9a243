/// One side of a link: who is at the other end, and whether it is still there.
///
/// Times are nanoseconds of any steady clock.
package struct LinkProtocol: Hashable, Sendable {
  /// How far a link is.
  package enum State: Hashable, Sendable {
    /// The other side has not said who it is.
    case greeting
    /// Streams can cross.
    case up(Hello)
    /// The link is over, and this is why.
    case down(String)
  }

  /// What the owner of the link has to do.
  package enum Action: Hashable, Sendable {
    case send(Message)
    /// The link can be used.
    case established(Hello)
    /// A description of a router came in.
    case learned(Advert)
    /// The link must be closed.
    case close(String)
  }

  /// How often a link asks whether the other side is there.
  package static let heartbeat: Int64 = 1_000_000_000
  /// How long the other side may be silent.
  package static let patience: Int64 = 3_000_000_000

  package private(set) var state = State.greeting
  /// The smoothed time that a question and its answer take.
  package private(set) var roundTrip: Int64 = 1_000_000
  private let own: Hello
  private let isDialler: Bool
  private var lastHeard: Int64
  private var lastAsked: Int64

  /// A link that has just been connected. Who dials an edge listener or connector says so in its
  /// own mode.
  package init(own: Hello, isDialler: Bool, now: Int64) {
    self.own = own
    self.isDialler = isDialler
    lastHeard = now
    lastAsked = now
  }

  /// Says who we are.
  package func start() -> [Action] { [.send(.hello(own))] }

  /// Something arrived, whatever it was.
  package mutating func heard(now: Int64) { lastHeard = now }

  /// A message that concerns the link as a whole arrived.
  package mutating func receive(_ message: Message, now: Int64) -> [Action] {
    lastHeard = now
    if case .down = state { return [] }
    switch message {
    case .hello(let hello): return greet(hello, now: now)
    case .advert(let advert): return [.learned(advert)]
    case .ping(let time): return [.send(.pong(time))]
    case .pong(let time):
      let sample = max(1000, now - time)
      roundTrip = roundTrip == 1_000_000 ? sample : (roundTrip * 7 + sample) / 8
      return []
    case .open, .credit, .blocked, .end, .reset: return []
    }
  }

  /// Time has passed.
  package mutating func tick(now: Int64) -> [Action] {
    if case .down = state { return [] }
    if now - lastHeard > Self.patience {
      return close("the other side has been silent for 3 seconds")
    }
    guard now - lastAsked >= Self.heartbeat, case .up = state else { return [] }
    lastAsked = now
    return [.send(.ping(now))]
  }

  /// The connection under the link ended.
  package mutating func ended(_ reason: String) { state = .down(reason) }

  private mutating func greet(_ hello: Hello, now: Int64) -> [Action] {
    guard case .greeting = state else { return close("the other side introduced itself twice") }
    if hello.version != Hello.version {
      return close(
        "the other side speaks version \(hello.version) of the link protocol, "
          + "this router version \(Hello.version)")
    }
    if hello.router == own.router { return close("the link leads back to this router") }
    if hello.mode == .edge && own.mode == .edge {
      return close("both sides are edge routers, and one must be interior")
    }
    if isDialler && hello.mode == .edge {
      return close("the other side is an edge router, which accepts no links")
    }
    var agreed = hello
    if isDialler { agreed.cost = own.cost }
    state = .up(agreed)
    lastAsked = now
    return [.established(agreed), .send(.ping(now))]
  }

  private mutating func close(_ reason: String) -> [Action] {
    state = .down(reason)
    return [.close(reason)]
  }
}

/// When to dial again: quickly at first, since people are watching, then at a steady pace that is
/// faster for a link that has been up before.
package struct Reconnection: Hashable, Sendable {
  private var failures = 0
  private var hasSucceeded = false

  package init() {}

  /// The link is up.
  package mutating func succeeded() {
    failures = 0
    hasSucceeded = true
  }

  /// Dialling failed or the link was lost; dial again after so many milliseconds.
  package mutating func failed() -> Int {
    let steps = [200, 500, 1000, 2000]
    defer { failures += 1 }
    if failures < steps.count { return steps[failures] }
    return hasSucceeded ? 2000 : 5000
  }
}

/// Which of an edge router's connectors is in use: one at a time, the next one when it fails.
package struct UplinkChoice: Hashable, Sendable {
  private var names: [String] = []
  package private(set) var active: String?

  package init() {}

  /// These connectors exist, in the order of preference.
  package mutating func set(_ names: [String]) {
    self.names = names
    if active.map({ !names.contains($0) }) ?? true { active = names.first }
  }

  /// That connector failed or lost its link.
  package mutating func failed(_ name: String) {
    guard name == active, let index = names.firstIndex(of: name) else { return }
    active = names[(index + 1) % names.count]
  }
}
