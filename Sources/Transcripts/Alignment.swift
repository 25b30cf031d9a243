/// Where each expected and each actual unit went.
enum AlignmentStep: Equatable {
  /// The two stand for each other.
  case same(expected: Int, actual: Int, [Tolerance])
  /// An elision, a loose mode or a skipped command covers the actual unit.
  case covered(actual: Int)
  /// The expected unit may be missing, and is.
  case omitted(expected: Int)
  case missing(expected: Int)
  case extra(actual: Int)
  case changed(expected: Int, actual: Int)
}

/// Aligns expected units with the units of one or several commands, as an automaton that reads
/// the actual units one by one: its work grows with their number, however many elisions there are.
struct Aligner {
  let expected: [Unit]
  let actual: [Unit]
  /// The command that printed each actual unit.
  let commands: [Int]
  let terms: Terms
  private var options: ComparisonOptions { terms.options }
  /// The lines that come as often as the day wants; not looked for at first.
  var progress: ProgressLines?

  /// A place in the expected units; skipping passes over the whole output of a command.
  private struct State: Hashable {
    var position: Int
    var skips: Bool
  }

  private struct Arrival {
    var from: State?
    var step: AlignmentStep?
    /// Whether the state was reached without reading a unit.
    var isFree: Bool
  }

  /// How far an alignment came.
  struct Attempt {
    var steps: [AlignmentStep] = []
    /// Whether the steps account for every unit.
    var isComplete = false
    /// How many of the first units agree, without a state that is pending.
    var agreeing = 0
  }

  /// The alignment that accounts for every unit, if there is one: without pending states if that
  /// is possible.
  func align() -> Attempt {
    if isPlain { return alignInStep() }
    let steps =
      align(allowsPending: false) ?? (options.mode == .exact ? nil : align(allowsPending: true))
    return Attempt(steps: steps ?? [], isComplete: steps != nil)
  }

  /// Whether the only way is unit by unit: as many on both sides, and nothing may be left out.
  private var isPlain: Bool {
    progress == nil && expected.count == actual.count && commands.first == commands.last
      && options.mode != .contains && options.alignment == .commands
      && !expected.contains { isElision($0) || isOptional($0) }
      && !actual.contains(where: isOptional)
  }

  private func isElision(_ unit: Unit) -> Bool {
    if case .elision = unit { true } else { false }
  }

  private func alignInStep() -> Attempt {
    var attempt = Attempt()
    attempt.steps.reserveCapacity(expected.count)
    func match(_ index: Int, allowsPending: Bool) -> [Tolerance]? {
      Unit.match(expected[index], actual[index], terms: terms, allowsPending: allowsPending)
    }
    for index in expected.indices {
      var notes = match(index, allowsPending: false)
      if notes != nil {
        if attempt.agreeing == index { attempt.agreeing += 1 }
      } else if options.mode != .exact {
        notes = match(index, allowsPending: true)
      }
      guard let notes else { return attempt }
      attempt.steps.append(.same(expected: index, actual: index, notes))
    }
    attempt.isComplete = true
    return attempt
  }

  private func align(allowsPending: Bool) -> [AlignmentStep]? {
    let hasSeveralCommands = Set(commands).count > 1
    let mayPrune = !expected.contains(where: \.isErrorLine)
    var layer: [State: Arrival] = [State(position: 0, skips: false): Arrival(isFree: false)]
    var history: [[State: Arrival]] = []
    close(&layer)
    for (index, unit) in actual.enumerated() {
      let begins = index == 0 || commands[index] != commands[index - 1]
      let ends = index == actual.count - 1 || commands[index] != commands[index + 1]
      if begins, hasSeveralCommands {
        for state in layer.keys where !state.skips {
          let skipping = State(position: state.position, skips: true)
          if layer[skipping] == nil { layer[skipping] = Arrival(from: state, isFree: true) }
        }
      }
      history.append(layer)
      var next: [State: Arrival] = [:]
      for state in ordered(layer) {
        read(unit, index, from: state, into: &next, allowsPending: allowsPending)
      }
      if ends {
        for state in next.keys where state.skips {
          let resumed = State(position: state.position, skips: false)
          if next[resumed] == nil { next[resumed] = Arrival(from: state, isFree: true) }
        }
      }
      close(&next)
      if mayPrune { prune(&next) }
      if next.isEmpty { return nil }
      layer = next
    }
    history.append(layer)
    let final = State(position: expected.count, skips: false)
    guard layer[final] != nil else { return nil }
    return trace(final, history)
  }

  /// Later places first, and reading on before skipping.
  private func ordered(_ layer: [State: Arrival]) -> [State] {
    layer.keys.sorted { ($0.position, $1.skips ? 1 : 0) > ($1.position, $0.skips ? 1 : 0) }
  }

  private func read(
    _ unit: Unit, _ index: Int, from state: State, into next: inout [State: Arrival],
    allowsPending: Bool
  ) {
    func arrive(_ position: Int, skips: Bool = false, _ step: AlignmentStep) {
      let target = State(position: position, skips: skips)
      if next[target] == nil { next[target] = Arrival(from: state, step: step, isFree: false) }
    }
    let mayCome = isOptional(unit) || progress?.mayCome(unit) == true
    if state.skips {
      if mayCome || !unit.isErrorLine {
        arrive(state.position, skips: true, .covered(actual: index))
      }
      return
    }
    let place = state.position
    if place < expected.count,
      let notes = Unit.match(
        expected[place], unit, terms: terms, allowsPending: allowsPending)
    {
      arrive(place + 1, .same(expected: place, actual: index, notes))
    }
    if mayCome || (coversAnything(at: place) && !unit.isErrorLine) {
      arrive(place, .covered(actual: index))
    }
  }

  private func coversAnything(at position: Int) -> Bool {
    if options.mode == .contains { return true }
    if position == 0, options.alignment == .tail { return true }
    guard position < expected.count else { return false }
    if case .elision = expected[position] { return true }
    return false
  }

  /// Adds the places that are reached without reading: behind elisions and optional lines.
  private func close(_ layer: inout [State: Arrival]) {
    for state in layer.keys where !state.skips {
      var from = state
      while from.position < expected.count {
        let to = State(position: from.position + 1, skips: false)
        let unit = expected[from.position]
        if case .elision = unit {
          if layer[to] == nil { layer[to] = Arrival(from: from, isFree: true) }
        } else if isOptional(unit) || progress?.mayBeMissing(unit, at: from.position) == true {
          if layer[to] == nil {
            layer[to] = Arrival(
              from: from, step: .omitted(expected: from.position), isFree: true)
          }
        } else {
          break
        }
        from = to
      }
    }
  }

  /// Drops the places before the last elision that has been reached: whatever they could still
  /// match, the elision can cover.
  private func prune(_ layer: inout [State: Arrival]) {
    let reached = layer.keys.filter { !$0.skips && coversAnything(at: $0.position) }
      .map(\.position).max()
    guard let reached else { return }
    var kept = layer.filter { $0.key.position >= reached }
    for arrival in Array(kept.values) {
      var arrival = arrival
      while arrival.isFree, let from = arrival.from, let before = layer[from] {
        kept[from] = before
        arrival = before
      }
    }
    layer = kept
  }

  private func isOptional(_ unit: Unit) -> Bool { unit.isOptional(options) }

  private func trace(_ final: State, _ history: [[State: Arrival]]) -> [AlignmentStep] {
    var steps: [AlignmentStep] = []
    var state = final
    var layer = history.count - 1
    while let arrival = history[layer][state] {
      if let step = arrival.step { steps.append(step) }
      guard let from = arrival.from else { break }
      if !arrival.isFree { layer -= 1 }
      state = from
    }
    return steps.reversed()
  }
}
