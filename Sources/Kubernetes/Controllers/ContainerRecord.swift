/// What a pod's machine remembers of one container.
import Documents

struct ContainerRecord: Sendable {
  /// Where the container is in its life.
  enum State: Hashable, Sendable {
    /// Nothing was done about it yet.
    case untouched
    /// It does not run, for a reason that people should see.
    case waiting(reason: String, message: String?)
    /// Its process is being started.
    case starting
    case running(since: Timestamp)
    case terminated(Ending)
  }

  /// How a run of the container ended.
  struct Ending: Hashable, Sendable {
    var code: Int
    var signal: Int?
    var reason: String
    var started: Timestamp
    var finished: Timestamp
    var identifier: String
  }

  /// How a probe goes.
  struct ProbeRecord: Hashable, Sendable {
    var successes = 0
    var failures = 0
  }

  let name: String
  let image: String
  let spec: Value
  let isInitial: Bool
  var state = State.untouched
  var last: Ending?
  var restarts = 0
  /// Ends in quick succession, which make the next start wait.
  var crashes = 0
  var pulls = 0
  var identifier = ""
  var isReady = false
  /// Whether the startup probe, where there is one, has succeeded.
  var hasStarted = false
  var probes: [PodLifecycle.ProbeKind: ProbeRecord] = [:]

  init(spec: Value, isInitial: Bool, status: Value?) {
    self.spec = spec
    self.isInitial = isInitial
    name = spec["name"]?.string ?? ""
    image = spec["image"]?.string ?? ""
    let name = name
    guard let before = status?.array?.first(where: { $0["name"]?.string == name }) else { return }
    restarts = before["restartCount"]?.integer ?? 0
    if let ending = before["state", "terminated"].map(Ending.init(document:)) {
      state = .terminated(ending)
      last = before["lastState", "terminated"].map(Ending.init(document:))
    } else if let running = before["state", "running"] {
      restarts += 1
      let started = running["startedAt"]?.string.flatMap { Timestamp($0) }
      last = Ending(
        code: 255, signal: nil, reason: "Error", started: started ?? Timestamp(seconds: 0),
        finished: started ?? Timestamp(seconds: 0),
        identifier: before["containerID"]?.string ?? "")
    } else {
      last = before["lastState", "terminated"].map(Ending.init(document:))
    }
  }

  /// Whether it has a process, or will have one in a moment.
  var isRunning: Bool {
    switch state {
    case .starting, .running: true
    case .untouched, .waiting, .terminated: false
    }
  }

  /// How it ended, when it has.
  var ending: Ending? { if case .terminated(let ending) = state { ending } else { nil } }

  /// The settings of a probe, where the container has it.
  func probe(_ kind: PodLifecycle.ProbeKind) -> Value? { spec[kind.rawValue] }
}

extension ContainerRecord.Ending {
  init(document: Value) {
    code = document["exitCode"]?.integer ?? 0
    signal = document["signal"]?.integer
    reason = document["reason"]?.string ?? "Error"
    let never = Timestamp(seconds: 0)
    started = document["startedAt"]?.string.flatMap { Timestamp($0) } ?? never
    finished = document["finishedAt"]?.string.flatMap { Timestamp($0) } ?? never
    identifier = document["containerID"]?.string ?? ""
  }

  var document: Value {
    var document: Value = [
      "exitCode": Value(code), "reason": Value(reason), "startedAt": Value(started.text),
      "finishedAt": Value(finished.text), "containerID": Value(identifier),
    ]
    if let signal { document["signal"] = Value(signal) }
    return document
  }
}
