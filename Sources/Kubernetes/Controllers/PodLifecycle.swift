/// The life of one pod on its node, as a machine without processes or clock: it is told what
/// happened and answers what is to be done; its status says how far the pod is.
import Documents

package struct PodLifecycle: Sendable {
  /// What happens to a pod.
  package enum Event: Hashable, Sendable {
    /// The pod has come to the node.
    case begin
    /// What its volumes or variables need does not exist.
    case lacks(String)
    /// A container's process runs.
    case started(String, identifier: String)
    /// A container's process could not be started.
    case failedToStart(String, message: String)
    /// A container's process has ended by itself or by a signal.
    case exited(String, code: Int, signal: Int?)
    /// A probe has its answer.
    case probed(String, ProbeKind, succeeded: Bool, message: String)
    /// The time that was asked for has come.
    case due(Alarm)
    /// The pod is to end within so many seconds.
    case terminate(grace: Int)
  }

  /// What is to be done.
  package enum Action: Hashable, Sendable {
    /// Start the process of a container.
    case start(String)
    /// Ask the process of a container to end.
    case terminate(String)
    /// End the process of a container.
    case kill(String)
    /// Ask a container how it is.
    case probe(String, ProbeKind)
    /// Report `due` after so many seconds; a later alarm of the same kind takes its place.
    case wait(Alarm, seconds: Int)
    /// Tell people; about a container where one is named.
    case event(EventRecord.Kind, reason: String, message: String, container: String?)
    /// No process is left: the pod may go.
    case finished
  }

  /// What the pod waits for.
  package enum Alarm: Hashable, Sendable {
    case preparation
    case pull(String)
    case restart(String)
    case end(String)
    case endOfGrace
    case probe(String, ProbeKind)
  }

  /// What a probe is about.
  package enum ProbeKind: String, Hashable, Sendable, CaseIterable {
    case startup = "startupProbe"
    case readiness = "readinessProbe"
    case liveness = "livenessProbe"
  }

  /// The pod as it was taken on; only its spec and identity count.
  package let pod: Value
  package let address: String
  let facts: SiteFacts
  var containers: [ContainerRecord]
  /// Whether the pod is on its way out.
  package internal(set) var isEnding = false
  var lacks: String?
  var began: Timestamp?
  var conditions: Value

  /// Takes on a pod, new or as its status tells; what ran before counts as lost and starts again.
  package init(pod: Value, address: String, facts: SiteFacts) {
    self.pod = pod
    self.address = address
    self.facts = facts
    conditions = ["status": ["conditions": pod["status", "conditions"] ?? []]]
    began = pod.time("status", "startTime")
    let initial = (pod["spec", "initContainers"]?.array ?? []).map {
      ContainerRecord(spec: $0, isInitial: true, status: pod["status", "initContainerStatuses"])
    }
    let lasting = (pod["spec", "containers"]?.array ?? []).map {
      ContainerRecord(spec: $0, isInitial: false, status: pod["status", "containerStatuses"])
    }
    containers = initial + lasting
  }

  /// What is to be done about an event.
  package mutating func handle(_ event: Event, now: Timestamp) -> [Action] {
    var actions: [Action] = []
    switch event {
    case .begin, .due(.preparation):
      guard !isEnding else { break }
      if began == nil {
        began = now
        actions += welcome()
      }
      lacks = nil
      actions += advance(now: now)
    case .lacks(let message):
      guard !isEnding else { break }
      if lacks != message {
        actions.append(
          .event(.warning, reason: "FailedMount", message: message, container: nil))
      }
      lacks = message
      actions.append(.wait(.preparation, seconds: 1))
    case .started(let name, let identifier):
      actions += started(name, identifier, now: now)
    case .failedToStart(let name, let message):
      actions += failedToStart(name, message, now: now)
    case .exited(let name, let code, let signal):
      actions += exited(name, code, signal, now: now)
    case .probed(let name, let kind, let succeeded, let message):
      actions += probed(name, kind, succeeded, message, now: now)
    case .due(.pull(let name)), .due(.restart(let name)):
      guard !isEnding else { break }
      actions += retry(name, now: now)
    case .due(.end(let name)):
      if index(name).map({ containers[$0].isRunning }) == true { actions.append(.kill(name)) }
    case .due(.probe(let name, let kind)):
      actions += probeIsDue(name, kind)
    case .due(.endOfGrace):
      guard isEnding else { break }
      actions += containers.filter(\.isRunning).map { .kill($0.name) }
    case .terminate(let grace):
      actions += end(grace: grace)
    }
    return actions
  }

  /// Whether the process of any container runs or is being started.
  package var hasProcesses: Bool { containers.contains { $0.isRunning } }

  /// A container's settings in the pod.
  package func spec(of name: String) -> Value? { index(name).map { containers[$0].spec } }

  /// How often a container was started again.
  package func restarts(of name: String) -> Int {
    index(name).map { containers[$0].restarts } ?? 0
  }

  func index(_ name: String) -> Int? { containers.firstIndex { $0.name == name } }

  private func welcome() -> [Action] {
    guard facts.isOpenShift else { return [] }
    return [
      .event(
        .normal, reason: "AddedInterface",
        message: "Add eth0 [\(address)/17] from ovn-kubernetes", container: nil)
    ]
  }

  private mutating func end(grace: Int) -> [Action] {
    var actions: [Action] = []
    let running = containers.filter(\.isRunning).map(\.name)
    if !isEnding {
      isEnding = true
      for name in running {
        actions.append(
          .event(
            .normal, reason: "Killing", message: "Stopping container \(name)", container: name))
      }
    }
    guard !running.isEmpty else { return actions + [.finished] }
    actions += running.map { grace > 0 ? .terminate($0) : .kill($0) }
    if grace > 0 { actions.append(.wait(.endOfGrace, seconds: grace)) }
    return actions
  }
}
