/// Runs the pods of a site: every container a process, watched, restarted, asked for its health,
/// ended with grace; what happens goes into the pod's machine, and its decisions are done here.
import Documents
import Kubernetes
import Platform

/// `@unchecked Sendable`: everything mutable is touched by the loop's thread alone; other threads
/// post to it.
final class PodSupervisor: @unchecked Sendable {
  /// What the supervisor needs to know of its site.
  struct Settings: Sendable {
    var directory: String
    var configuration: SiteConfiguration
    var facts: SiteFacts
    /// What stands before a container's command so that it ends with the site; empty in tests of
    /// the site within one process.
    var podExec: [String]
    /// The library that is preloaded into containers; nothing where there is none.
    var networkLibrary: String?
    /// What is added to ports below 1024; 0 where they can be bound.
    var lowPorts: Int
    /// The program that `@trestle` stands for.
    var executable: String
    /// The files of a service account.
    var account: @Sendable (Value) -> PodFolder.AccountFiles
  }

  /// One pod that has come to the node.
  final class Entry {
    var lifecycle: PodLifecycle
    let folder: PodFolder
    var processes: [String: ChildProcess] = [:]
    var logs: [String: ContainerLog] = [:]
    var environments: [String: [String: String]] = [:]
    /// Where clients write to containers that take input.
    var inputs: [String: AsyncDescriptor] = [:]
    /// Programs that clients run beside the containers' own.
    var guests: [String: [ChildProcess]] = [:]
    var alarms: [PodLifecycle.Alarm: LoopTimer] = [:]
    var isGone = false
    var written: Value?

    init(_ lifecycle: PodLifecycle, _ folder: PodFolder) {
      self.lifecycle = lifecycle
      self.folder = folder
    }
  }

  let settings: Settings
  let store: ObjectStore
  let loop: EventLoop
  let log: SiteLog
  let tell: (EventRecord) -> Void
  var entries: [String: Entry] = [:]
  private var nextAddress = 0
  private(set) var isStopping = false

  init(
    settings: Settings, store: ObjectStore, loop: EventLoop, log: SiteLog,
    tell: @escaping (EventRecord) -> Void
  ) {
    self.settings = settings
    self.store = store
    self.loop = loop
    self.log = log
    self.tell = tell
  }

  /// Takes note of a change in the store. On the loop's thread.
  func take(_ change: ObjectStore.Change) {
    guard !isStopping else { return }
    switch change.type {
    case .pods: takePod(change)
    case .secrets, .configMaps: refresh(change)
    default: break
    }
  }

  /// Takes on the pods that were there when the site ended. On the loop's thread.
  func resume() {
    for pod in store.list(.pods).items where pod["spec", "nodeName"] != nil { takeOn(pod) }
  }

  private func takePod(_ change: ObjectStore.Change) {
    let pod = change.object
    if change.kind == .deleted {
      guard let entry = entries[pod.uid] else { return }
      entry.isGone = true
      send(.terminate(grace: 0), to: entry)
      return
    }
    guard pod["spec", "nodeName"] != nil else { return }
    guard let entry = entries[pod.uid] else { return takeOn(pod) }
    // The machine is told to end once, and again only when the grace becomes shorter.
    if pod.isBeingDeleted, pod.deletionTime != change.old?.deletionTime {
      send(.terminate(grace: grace(of: pod)), to: entry)
    }
  }

  private func takeOn(_ pod: Value) {
    let phase = pod["status", "phase"]?.string
    guard phase != "Succeeded", phase != "Failed", entries[pod.uid] == nil else { return }
    let lifecycle = PodLifecycle(
      pod: pod, address: address(for: pod), facts: settings.facts)
    let entry = Entry(lifecycle, PodFolder(directory: settings.directory, pod: pod))
    entries[pod.uid] = entry
    if pod.isBeingDeleted {
      send(.terminate(grace: grace(of: pod)), to: entry)
    } else {
      begin(entry, .begin)
    }
  }

  private func grace(of pod: Value) -> Int {
    pod["metadata", "deletionGracePeriodSeconds"]?.integer ?? 30
  }

  /// An address that no other pod has: the one that the pod had, or the next free one.
  private func address(for pod: Value) -> String {
    let used = Set(entries.values.map(\.lifecycle.address))
    if let own = pod["status", "podIP"]?.string, !own.isEmpty, !used.contains(own) { return own }
    let known = Set(store.list(.pods).items.compactMap { $0["status", "podIP"]?.string })
    let count = 127 * 254
    for _ in 0..<count {
      let number = nextAddress % count
      nextAddress += 1
      let address =
        "127.\(settings.configuration.block).\(number / 254 + 128).\(number % 254 + 1)"
      if !used.contains(address) && !known.contains(address) { return address }
    }
    return settings.configuration.nodeAddress
  }

  private func refresh(_ change: ObjectStore.Change) {
    for entry in entries.values
    where entry.lifecycle.pod.namespace == change.object.namespace
      && entry.folder.uses(change.type, change.object.name)
    {
      let object = change.kind == .deleted ? nil : change.object
      do {
        try entry.folder.refresh(change.type, change.object.name, object)
      } catch {
        log.write(.warning, "\(error)")
      }
    }
  }
}

/// Events into a pod's machine, and its decisions out of it.
extension PodSupervisor {
  /// Prepares the pod's volumes, and goes on with the event when they are there.
  func begin(_ entry: Entry, _ event: PodLifecycle.Event) {
    let namespace = entry.lifecycle.pod.namespace
    do {
      let missing = try entry.folder.prepare { type, name in
        store.find(type, namespace: namespace, name: name)
      }
      send(missing.map { .lacks($0) } ?? event, to: entry)
    } catch {
      send(.lacks("\(error)"), to: entry)
    }
  }

  func send(_ event: PodLifecycle.Event, to entry: Entry) {
    let actions = entry.lifecycle.handle(event, now: store.settings.now())
    var further: [PodLifecycle.Event] = []
    var isFinished = false
    for action in actions {
      switch action {
      case .start(let name): further.append(start(name, of: entry))
      case .terminate(let name): _ = entry.processes[name]?.send(.terminate)
      case .kill(let name): kill(name, of: entry)
      case .probe(let name, let kind): probe(name, kind, of: entry)
      case .wait(let alarm, let seconds): wait(alarm, seconds, for: entry)
      case .event(let kind, let reason, let message, let container):
        guard !entry.isGone else { continue }
        tell(
          EventRecord(
            reason, message, kind: kind, component: "kubelet", about: entry.lifecycle.pod,
            fieldPath: container.map { "spec.containers{\($0)}" }))
      case .finished: isFinished = true
      }
    }
    if isFinished { return finish(entry) }
    writeStatus(of: entry)
    for event in further { send(event, to: entry) }
  }

  private func wait(_ alarm: PodLifecycle.Alarm, _ seconds: Int, for entry: Entry) {
    if let old = entry.alarms[alarm] { loop.cancel(old) }
    entry.alarms[alarm] = loop.schedule(after: .seconds(seconds)) { [weak self, weak entry] in
      guard let self, let entry, !self.isStopping else { return }
      entry.alarms[alarm] = nil
      if alarm == .preparation {
        self.begin(entry, .due(alarm))
      } else {
        self.send(.due(alarm), to: entry)
      }
    }
  }

  private func writeStatus(of entry: Entry) {
    guard !entry.isGone, !isStopping else { return }
    let pod = entry.lifecycle.pod
    let status = entry.lifecycle.status(now: store.settings.now())
    guard status != entry.written else { return }
    entry.written = status
    do throws(StatusError) {
      try store.modify(.pods, namespace: pod.namespace, name: pod.name, scope: .status) {
        object in
        if object.uid == pod.uid { object["status"] = status }
      }
    } catch {
      if error.code != 404 { log.write(.warning, "A pod's status: \(error.message)") }
    }
  }

  private func finish(_ entry: Entry) {
    let pod = entry.lifecycle.pod
    for timer in entry.alarms.values { loop.cancel(timer) }
    entries[pod.uid] = nil
    entry.folder.remove()
    guard !entry.isGone else { return }
    do throws(StatusError) {
      try store.remove(.pods, namespace: pod.namespace, name: pod.name, uid: pod.uid)
    } catch {
      log.write(.warning, "A pod's end: \(error.message)")
    }
  }

  /// Ends all processes and writes nothing more, so that the pods start again with the site.
  /// `done` is called when no process is left, at the latest after the time allowed.
  func stop(within time: Duration, done: @escaping () -> Void) {
    isStopping = true
    for entry in entries.values { for name in entry.guests.keys { endGuests(of: name, entry) } }
    let processes = entries.values.flatMap(\.processes.values)
    guard !processes.isEmpty else { return done() }
    for process in processes { process.send(.terminate) }
    loop.schedule(after: time) { [self] in
      for entry in entries.values {
        for name in entry.processes.keys { kill(name, of: entry) }
      }
    }
    waitForEnds(until: .now() + time + .seconds(1), done)
  }

  private func waitForEnds(until deadline: MonotonicTime, _ done: @escaping () -> Void) {
    let isEmpty = entries.values.allSatisfy { $0.processes.isEmpty }
    if isEmpty || MonotonicTime.now() > deadline { return done() }
    loop.schedule(after: .milliseconds(20)) { [self] in waitForEnds(until: deadline, done) }
  }
}
