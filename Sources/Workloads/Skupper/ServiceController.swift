import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import Synchronization
import TLS

/// Runs `service-controller`: keeps services, links and the router's configuration as the site's
/// objects and the network say, redeems claims, and answers those of others.
func runServiceController(_ pod: SkupperPod) async throws {
  let controller = try ServiceController(pod)
  try SystemThread.start(name: "controller") { controller.run() }
  if !pod.profile.claimsAtRouter { try ClaimsServer.start(pod) }
  try await untilAskedToEnd()
}

/// Carries out what the site's controller decides.
final class ServiceController: Sendable {
  private let pod: SkupperPod
  private let doorbell: Doorbell
  private let configMaps: ObjectWatch
  private let secrets: ObjectWatch
  private let services: ObjectWatch
  private let pods: ObjectWatch
  private let deployments: ObjectWatch
  private let router: RouterWatch
  private let redeemer: ClaimRedeemer
  private let heard = Mutex<[String: MonotonicTime]>([:])

  init(_ pod: SkupperPod) throws(SystemError) {
    self.pod = pod
    doorbell = try Doorbell()
    let podsChanged = try Doorbell()
    configMaps = try ObjectWatch(pod.client, .configMaps, ringing: doorbell)
    secrets = try ObjectWatch(pod.client, .secrets, ringing: doorbell)
    services = try ObjectWatch(pod.client, .services, ringing: doorbell)
    pods = try ObjectWatch(pod.client, .pods, ringing: doorbell, podsChanged)
    deployments = try ObjectWatch(pod.client, .deployments, ringing: doorbell)
    router = try RouterWatch(pods: pods, podsChanged: podsChanged, ringing: doorbell)
    redeemer = ClaimRedeemer(pod: pod, secrets: secrets, ringing: doorbell)
  }

  /// Decides and acts at every change.
  func run() {
    var wait: Duration? = nil
    while true {
      doorbell.wait(wait)
      guard
        [configMaps, secrets, services, pods, deployments].allSatisfy({ $0.isLoaded })
      else { continue }
      let snapshot = snapshot
      let plan = Controller.reconcile(snapshot)
      var isDone = true
      for change in plan.changes where !apply(change) { isDone = false }
      if let site = pod.site(snapshot.site) {
        for effect in plan.effects { begin(effect, site) }
        // Silence has to be noticed without a ring.
        wait = site.options.serviceSyncTTLSeconds > 0 ? .seconds(5) : nil
      }
      if !isDone { wait = .seconds(1) }
    }
  }

  private var snapshot: ControllerSnapshot {
    var snapshot = ControllerSnapshot()
    snapshot.site = configMaps.object(ObjectName.site)
    snapshot.configuration = configMaps.object(ObjectName.configuration)
    snapshot.services = configMaps.object(ObjectName.services)
    snapshot.secrets = secrets.objects
    snapshot.kubernetesServices = services.objects
    snapshot.pods = pods.objects
    snapshot.deployments = deployments.objects
    snapshot.router = router.status
    snapshot.profile = pod.profile
    snapshot.platform = pod.platform
    let now = MonotonicTime.now()
    let present = Set(snapshot.router?.sites.map(\.id) ?? [])
    snapshot.silentSeconds = heard.withLock { heard in
      for id in present { heard[id] = now }
      for definition in ServiceDefinition.all(in: snapshot.services).values {
        if let origin = definition.origin, heard[origin] == nil { heard[origin] = now }
      }
      return heard.mapValues { Int((now - $0).seconds) }
    }
    return snapshot
  }

  /// Makes a change; false when it has to be tried again.
  private func apply(_ change: SiteChange) -> Bool {
    do {
      switch change {
      case .create(let object):
        guard let type = type(of: object) else { return true }
        watch(of: object)?.learn(try pod.client.create(type, object))
        SkupperPod.log("created \(type.singular) \(object.name)")
      case .update(let object):
        guard let type = type(of: object) else { return true }
        watch(of: object)?.learn(try pod.client.update(type, object))
        SkupperPod.log("updated \(type.singular) \(object.name)")
      case .delete(_, let name):
        try pod.client.delete(.services, name)
        SkupperPod.log("deleted service \(name)")
      }
      return true
    } catch  where error.isConflict || error.isAlreadyExists || error.isNotFound {
      // Somebody was faster; the watch tells what it is now.
      return true
    } catch {
      SkupperPod.log("a change failed: \(error)")
      return false
    }
  }

  private func begin(_ effect: ControllerPlan.Effect, _ site: SiteIdentity) {
    switch effect {
    case .redeem(let secret): redeemer.redeem(secret, site)
    case .issueToken(let secret): issueToken(secret, site)
    }
  }

  /// Fills a declared token with what lets another site link.
  private func issueToken(_ secret: Value, _ site: SiteIdentity) {
    guard !site.options.isEdge else { return }
    do {
      let issuer = try TokenIssuer(pod, site)
      let token = try issuer.connection(name: secret.name, commonName: secret.name)
      var filled = secret
      filled.setLabel(Label.type, Label.connectionToken)
      for (key, value) in token.annotations { filled.setAnnotation(key, value) }
      filled["data"] = token["data"]
      secrets.learn(try pod.client.update(.secrets, filled))
    } catch {
      SkupperPod.log("the token \(secret.name) could not be made: \(error)")
    }
  }

  private func type(of object: Value) -> ResourceType? {
    ResourceType.with(
      apiVersion: object["apiVersion"]?.string ?? "v1", kind: object["kind"]?.string ?? "")
  }

  private func watch(of object: Value) -> ObjectWatch? {
    switch object["kind"]?.string {
    case "ConfigMap": configMaps
    case "Secret": secrets
    case "Service": services
    default: nil
    }
  }
}
