/// Keeps the controllers going: whenever something in the store changes, they look and decide,
/// and what they decide is done, until they have nothing more to say.
import Documents
import Kubernetes
import Platform

/// `@unchecked Sendable`: everything mutable is touched by the loop's thread alone; the store's
/// callback only posts to it.
final class ControllerLoop: @unchecked Sendable {
  /// After so many rounds without rest something is wrong, and the rounds are slowed down.
  private static let patience = 400

  private let store: ObjectStore
  private let loop: EventLoop
  private let facts: SiteFacts
  private let log: SiteLog
  /// Told about every change, on the loop's thread, after the mirror has it.
  var onChange: (ObjectStore.Change) -> Void = { _ in }
  /// Told when the controllers have come to rest, on the loop's thread.
  var onRest: (Snapshot) -> Void = { _ in }
  private(set) var mirror = Snapshot()
  private var isScheduled = false
  private var isWaiting = false
  private var isStopped = false
  private var rounds = 0
  private var generator = SystemRandomNumberGenerator()

  init(store: ObjectStore, loop: EventLoop, facts: SiteFacts, log: SiteLog) {
    self.store = store
    self.loop = loop
    self.facts = facts
    self.log = log
  }

  /// Takes in what exists, and follows changes from now on.
  func start() {
    store.observe { [weak self] change in
      guard let self else { return }
      loop.post { self.take(change) }
    }
    loop.post { [self] in
      // Definitions first: without them the mirror does not know the types of the others.
      for object in store.list(.customResourceDefinitions).items { mirror.set(object) }
      for type in Set(store.catalog.types) {
        for object in store.list(type).items { mirror.set(object) }
      }
      schedule()
    }
  }

  /// Decides nothing more. On the loop's thread.
  func stop() { isStopped = true }

  /// Stores an event, or counts it when it was told before.
  func tell(_ record: EventRecord) {
    let now = store.settings.now()
    let namespace = record.object.namespace ?? "default"
    do throws(StatusError) {
      if let same = mirror.all(.events, in: namespace).last(where: { record.isSame(as: $0) }) {
        try store.modify(.events, namespace: namespace, name: same.name) {
          $0 = EventRecord.repeated($0, now: now)
        }
        return
      }
      let time = WallTime.now()
      let stamp = UInt64(time.seconds) * 1_000_000_000 + UInt64(time.nanoseconds)
      try store.create(
        record.document(now: now, stamp: stamp, host: facts.nodeName), .events)
    } catch {
      // A namespace on its way out takes no more events.
    }
  }

  private func take(_ change: ObjectStore.Change) {
    guard !isStopped else { return }
    if change.kind == .deleted {
      mirror.remove(change.object)
    } else {
      mirror.set(change.object)
    }
    onChange(change)
    if change.type != .events && change.type != .leases { schedule() }
  }

  private func schedule() {
    guard !isScheduled, !isStopped else { return }
    isScheduled = true
    rounds += 1
    if rounds > Self.patience {
      log.write(.warning, "The controllers do not come to rest; they are slowed down.")
      loop.schedule(after: .seconds(1)) { [weak self] in self?.reconcile() }
    } else {
      loop.post { self.reconcile() }
    }
  }

  private func reconcile() {
    isScheduled = false
    guard !isStopped else { return }
    let changes = Controllers.reconcile(
      mirror, facts: facts, now: store.settings.now(), using: &generator)
    if changes.isEmpty {
      rounds = 0
      onRest(mirror)
      waitForAddresses()
      return
    }
    for change in changes {
      if case .event(let record) = change {
        tell(record)
        continue
      }
      do throws(StatusError) {
        try apply(change)
      } catch {
        // A conflict means that somebody was faster; what they changed is on its way here.
        if error.code != 409 && error.code != 404 {
          log.write(.warning, "A controller's change was refused: \(error.message)")
        }
      }
    }
    // What was stored has been posted to this loop before this is. A change that changed nothing is
    // no reason to go on.
    loop.post { [self] in
      if !isScheduled, !isStopped { onRest(mirror) }
    }
  }

  /// Some decisions only time brings: they are looked at again in a while.
  private func waitForAddresses() {
    guard !isWaiting, ServiceController.isWaiting(mirror, facts: facts) else { return }
    isWaiting = true
    loop.schedule(after: .milliseconds(500)) { [weak self] in
      self?.isWaiting = false
      self?.schedule()
    }
  }

  private func apply(_ change: ObjectChange) throws(StatusError) {
    switch change {
    case .create(let object):
      if let type = type(of: object) { try store.create(object, type) }
    case .update(let object):
      if let type = type(of: object) { try store.update(object, type, scope: .spec) }
    case .updateStatus(let object):
      if let type = type(of: object) { try store.update(object, type, scope: .status) }
    case .delete(let reference):
      guard let type = type(of: reference) else { return }
      try store.delete(
        type, namespace: reference.namespace, name: reference.name,
        options: DeleteOptions(uid: reference.uid))
    case .remove(let reference):
      guard let type = type(of: reference) else { return }
      try store.remove(
        type, namespace: reference.namespace, name: reference.name, uid: reference.uid)
    case .event(let record): tell(record)
    }
  }

  private func type(of object: Value) -> ResourceType? {
    store.catalog.with(
      apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? "")
  }

  private func type(of reference: ObjectReference) -> ResourceType? {
    store.catalog.with(apiVersion: reference.apiVersion, kind: reference.kind)
  }
}
