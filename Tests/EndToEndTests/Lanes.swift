import Platform
import Testing

/// How many suites run sites at a time: most of their time they wait, but a machine with two cores
/// should not be asked for ten at once.
struct Lane: SuiteTrait, TestScoping {
  private static let lanes = Lanes(Environment["TRESTLE_LANES"].flatMap(Int.init) ?? 2)

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Self.lanes.enter()
    do {
      try await function()
    } catch {
      await Self.lanes.leave()
      throw error
    }
    await Self.lanes.leave()
  }
}

extension Trait where Self == Lane {
  /// The suite waits until one of the few lanes is free.
  static var lane: Lane { Lane() }
}

/// A number of places, given out in the order in which they were asked for.
private actor Lanes {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) { free = max(1, count) }

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
