import Documents
import FoundationEssentials
import Kubernetes
import Synchronization
import Testing

@testable import Sites

@Suite struct APIStoreTests {
  @Test func every_change_has_the_next_number() throws {
    let site = try APITestServer()
    let first = site.store.version
    try site.store.create(pod("a"), .pods)
    try site.store.create(pod("b"), .pods)
    #expect(site.store.version == first + 2)
    #expect(site.store.list(.pods, namespace: "lab").version == first + 2)
  }

  @Test func observers_see_every_change_in_order() throws {
    let site = try APITestServer()
    let seen = Mutex<[String]>([])
    site.store.observe { change in
      seen.withLock { $0.append("\(change.kind.rawValue) \(change.object.name)") }
    }
    try site.store.create(pod("a"), .pods)
    try site.store.modify(.pods, namespace: "lab", name: "a") { $0.setLabel("x", "y") }
    try site.store.modify(.pods, namespace: "lab", name: "a") { $0.setLabel("x", "y") }
    try site.store.delete(.pods, namespace: "lab", name: "a")
    #expect(seen.withLock { $0 } == ["ADDED a", "MODIFIED a", "DELETED a"])
  }

  @Test(.timeLimit(.minutes(1)))
  func followers_may_leave_while_objects_are_written() async throws {
    let site = try APITestServer()
    try site.store.create(pod("a"), .pods)
    for round in 0..<100 {
      let changes = try site.store.watch(.pods, after: site.store.version)
      let follower = Task {
        var count = 0
        for await _ in changes { count += 1 }
        return count
      }
      let writer = Task {
        for step in 0..<5 {
          try site.store.modify(.pods, namespace: "lab", name: "a") {
            $0.setLabel("x", "\(round)-\(step)")
          }
        }
      }
      follower.cancel()
      try await writer.value
      _ = await follower.value
    }
  }

  @Test func a_watch_begins_where_it_is_told() async throws {
    let site = try APITestServer()
    try site.store.create(pod("a"), .pods)
    let version = site.store.version
    try site.store.create(pod("b"), .pods)
    try site.store.create(["metadata": ["name": "c", "namespace": "lab"]], .secrets)
    var changes = try site.store.watch(.pods, after: version).makeAsyncIterator()
    try site.store.delete(.pods, namespace: "lab", name: "b")
    #expect(await changes.next()?.object.name == "b")
    let deletion = await changes.next()
    #expect(deletion?.kind == .deleted && deletion?.version == site.store.version)
  }

  @Test func a_watch_of_forgotten_changes_is_refused() throws {
    let site = try APITestServer()
    try site.store.create(["metadata": ["name": "a", "namespace": "lab"]], .configMaps)
    for number in 0..<ObjectStore.rememberedChanges + 600 {
      try site.store.modify(.configMaps, namespace: "lab", name: "a") {
        $0["data", "n"] = .string(String(number))
      }
    }
    #expect(throws: StatusError.self) { try site.store.watch(.configMaps, after: 1) }
    _ = try site.store.watch(.configMaps, after: site.store.version - 100)
  }

  @Test func objects_and_their_count_survive_the_process() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "trestle-store-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let settings = ObjectStore.Settings(
      block: 5, defaults: Defaults(openshift: false, domain: ""),
      now: { Timestamp(seconds: 0) })
    let path = folder.appending(path: "site.db").path
    var version = 0
    do {
      let store = try ObjectStore(path: path, settings: settings)
      try store.create(["metadata": ["name": "lab"]], .namespaces)
      try store.create(pod("a"), .pods)
      try store.create(pod("b"), .pods)
      try store.delete(.pods, namespace: "lab", name: "b")
      version = store.version
    }
    let store = try ObjectStore(path: path, settings: settings)
    #expect(store.version == version)
    #expect(store.list(.pods).items.map(\.name) == ["a"])
    #expect(throws: StatusError.self) { try store.watch(.pods, after: version - 1) }
  }

  @Test func a_deleted_object_waits_for_its_finalizers() throws {
    let site = try APITestServer()
    var object = pod("a")
    object["metadata", "finalizers"] = ["lab/hold"]
    try site.store.create(object, .pods)
    let deletion = try site.store.delete(.pods, namespace: "lab", name: "a")
    #expect(deletion.object.isBeingDeleted)
    try site.store.modify(.pods, namespace: "lab", name: "a") {
      $0["metadata", "finalizers"] = nil
    }
    #expect(site.store.find(.pods, namespace: "lab", name: "a") == nil)
  }

  @Test func an_orphaned_object_loses_its_owner() throws {
    let site = try APITestServer()
    let owner = try site.store.create(pod("owner"), .pods)
    var owned = pod("owned")
    owned.addOwner(OwnerReference(to: owner))
    try site.store.create(owned, .pods)
    try site.store.delete(
      .pods, namespace: "lab", name: "owner", options: DeleteOptions(orphan: true))
    #expect(try site.store.get(.pods, namespace: "lab", name: "owned").owners.isEmpty)
  }

  @Test func two_services_never_share_an_address() throws {
    let site = try APITestServer()
    let addresses = try (0..<60).map { number in
      try site.store.create(
        [
          "metadata": ["name": .string("s\(number)"), "namespace": "lab"],
          "spec": ["ports": [["port": 80]]],
        ], .services)["spec", "clusterIP"]?.string
    }
    #expect(Set(addresses).count == 60)
  }

  private func pod(_ name: String) -> Value {
    var pod = APITestServer.pod(name)
    pod["metadata", "namespace"] = "lab"
    return pod
  }
}
