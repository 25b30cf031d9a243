import Documents
import HTTP
import Kubernetes
import Platform
import Skupper
import Synchronization

/// Follows what the site's router tells at `/status`, and rings when it changes.
final class RouterWatch: Sendable {
  private struct State {
    var document: Value?
    var status: RouterStatus?
  }

  private let pods: @Sendable () -> [Value]
  private let doorbell: Doorbell
  private let podsChanged: Doorbell
  private let state = Mutex(State())

  /// - Parameters:
  ///   - pods: the pods of the site's namespace as they are now.
  ///   - podsChanged: rung when the pods change.
  init(
    pods: @escaping @Sendable () -> [Value], podsChanged: Doorbell, ringing doorbell: Doorbell
  ) throws(SystemError) {
    self.pods = pods
    self.podsChanged = podsChanged
    self.doorbell = doorbell
    try SystemThread.start(name: "watch router") { self.run() }
  }

  /// The same for the pods that a watch of one namespace keeps.
  convenience init(pods: ObjectWatch, podsChanged: Doorbell, ringing doorbell: Doorbell)
    throws(SystemError)
  {
    try self.init(pods: { pods.objects }, podsChanged: podsChanged, ringing: doorbell)
  }

  /// What the router told last; nothing while none answers.
  var status: RouterStatus? { state.withLock { $0.status } }

  /// The same as the router wrote it.
  var document: Value? { state.withLock { $0.document } }

  private func run() {
    while true {
      guard let address = routerAddress else {
        set(nil)
        podsChanged.wait()
        continue
      }
      follow(address)
      set(nil)
      podsChanged.wait(.milliseconds(200))
    }
  }

  /// Asks again and again, each time for what differs from the last answer, until it fails.
  private func follow(_ address: String) {
    let client = HTTPClient(.tcp(host: address, port: SitePort.routerHTTP))
    var revision: Int?
    while routerAddress == address {
      let query = revision.map { [HTTPRequest.QueryItem("after", String($0))] } ?? []
      guard let response = try? client.send(HTTPRequest("GET", "/status", query: query)),
        response.status == 200, let document = try? JSON.parse(response.body),
        let status = RouterStatus(document)
      else { return }
      revision = status.revision
      set(document)
    }
  }

  private var routerAddress: String? {
    pods().first { pod in
      pod.labels[Label.component] == "router" && !pod.isBeingDeleted && pod.holds("Ready")
    }?["status", "podIP"]?.string
  }

  private func set(_ document: Value?) {
    let isNew = state.withLock { state in
      if state.document == document { return false }
      state.document = document
      state.status = document.flatMap(RouterStatus.init)
      return true
    }
    if isNew { doorbell.ring() }
  }
}
