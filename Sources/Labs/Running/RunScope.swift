import Tracks

/// Which part of a track a run is about. Steps are named by their id or a part of their title.
package struct RunScope: Hashable, Sendable {
  /// Run these steps alone, without what comes before.
  package var only: String?
  /// Run everything before this step without reporting it, as long as it does not fail.
  package var start: String?
  /// Run nothing after this step.
  package var stop: String?

  package init(only: String? = nil, start: String? = nil, stop: String? = nil) {
    self.only = only
    self.start = start
    self.stop = stop
  }

  /// Whether the whole track is run.
  package var isWhole: Bool { only == nil && stop == nil }

  /// Whether a name stands for a step.
  static func names(_ name: String, _ step: Step) -> Bool {
    step.id == name || step.title.lowercased().contains(name.lowercased())
  }

  /// The steps to run and, of these, how many are only run for what they do.
  /// - Throws: when a name stands for no step.
  func steps(of track: Track) throws(LabError) -> (ids: Set<String>, unreported: Set<String>) {
    let all = track.steps
    if let only {
      _ = try index(of: only, in: all)
      return (Set(all.filter { RunScope.names(only, $0) }.map(\.id)), [])
    }
    let first = try start.map { name throws(LabError) in try index(of: name, in: all) } ?? 0
    let last =
      try stop.map { name throws(LabError) in try index(of: name, in: all) } ?? all.count - 1
    guard first <= last else {
      throw LabError(
        .input,
        "The run would stop at \"\(all[last].title)\" before it starts at "
          + "\"\(all[first].title)\".")
    }
    return (Set(all[...last].map(\.id)), Set(all[..<first].map(\.id)))
  }

  private func index(of name: String, in steps: [Step]) throws(LabError) -> Int {
    if let index = steps.firstIndex(where: { RunScope.names(name, $0) }) { return index }
    throw LabError(
      .input, "No step has the id or title \"\(name)\"; 'trestle show' lists them.")
  }
}
