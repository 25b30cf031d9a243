import Kubernetes
import KubernetesClient
import Platform
import Skupper
import Views

/// The live map: watches all sites of a lab and tells how they are whenever that has changed.
package enum MapWatcher {
  /// A site to watch.
  package struct Place: Hashable, Sendable {
    package var name: String
    package var namespace: String
    package var isOpenShift: Bool
    /// The file by which the site is reached.
    package var kubeconfig: String

    package init(name: String, namespace: String, isOpenShift: Bool, kubeconfig: String) {
      self.name = name
      self.namespace = namespace
      self.isOpenShift = isOpenShift
      self.kubeconfig = kubeconfig
    }

    /// A client of the site as it can be reached now.
    func client() throws -> KubernetesClient {
      try KubernetesClient(kubeconfig: kubeconfig, namespace: namespace)
    }
  }

  /// The map of a session's sites: as it is now, and anew each time it has changed, at most ten times
  /// a second. Who is slow gets the newest. The stream ends with the session; to end it earlier, stop
  /// listening.
  package static func maps(of session: Session) -> AsyncStream<SiteMap> {
    let places = session.plan.sites.map { site in
      Place(
        name: site.name, namespace: site.namespace, isOpenShift: site.isOpenShift,
        kubeconfig: session.folder.kubeconfig(ofSite: site.name))
    }
    return maps(of: places) { await session.isStopping }
  }

  /// The same for sites wherever they run, until they are said to have ended.
  package static func maps(
    of places: [Place], until hasEnded: @escaping @Sendable () async -> Bool
  ) -> AsyncStream<SiteMap> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { maps in
      let task = Task {
        await watch(places, hasEnded) { maps.yield($0) }
        maps.finish()
      }
      maps.onTermination = { _ in task.cancel() }
    }
  }

  private static func watch(
    _ places: [Place], _ hasEnded: @Sendable () async -> Bool, _ tell: (SiteMap) -> Void
  ) async {
    let (rings, bell) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let watchers = places.map { SiteWatcher($0) { bell.yield() } }
    defer { for watcher in watchers { watcher.stop() } }
    do { for watcher in watchers { try watcher.start() } } catch { return }
    var meter = FlowMeter()
    var last: SiteMap?
    var alarm: Task<Void, Never>?
    defer { alarm?.cancel() }
    bell.yield()
    for await _ in rings {
      if await hasEnded() { return }
      for watcher in watchers { watcher.followRouter() }
      guard watchers.allSatisfy(\.isKnown) else { continue }
      let observations = watchers.map(\.observation)
      let flows = meter.measure(observations, at: .now())
      let map = SiteMap(observations, flows: flows)
      if map != last { tell(map) }
      last = map
      alarm?.cancel()
      alarm = meter.nextCalm.map { moment in
        Task {
          try? await Task.sleep(for: .nanoseconds(moment.nanosecondsFromNow))
          if !Task.isCancelled { bell.yield() }
        }
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
  }
}
