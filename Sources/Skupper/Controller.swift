import Documents
import Kubernetes

/// What a site's controller sees: the objects of its namespace and its router's view of the
/// network.
package struct ControllerSnapshot: Sendable {
  package var site: Value?
  package var configuration: Value?
  package var services: Value?
  package var secrets: [Value] = []
  package var kubernetesServices: [Value] = []
  package var pods: [Value] = []
  package var deployments: [Value] = []
  package var router: RouterStatus?
  package var profile = TextProfile.v1_3
  package var platform = "kubernetes"
  /// For how long each site has not been heard of.
  package var silentSeconds: [String: Int] = [:]

  package init() {}
}

/// A change to an object.
package enum SiteChange: Sendable, Equatable {
  case create(Value)
  case update(Value)
  case delete(kind: String, name: String)
}

/// What a controller does next.
package struct ControllerPlan: Sendable, Equatable {
  /// Work that is more than a change to an object.
  package enum Effect: Sendable, Equatable {
    /// Present the claim that this Secret keeps to the site that issued it.
    case redeem(Value)
    /// Fill this empty Secret with a certificate that lets another site link.
    case issueToken(Value)
  }

  package var changes: [SiteChange] = []
  package var effects: [Effect] = []
}

/// The controller of a site: from what there is to what is to be done.
package enum Controller {
  /// The changes and the work that bring the site to what its objects say.
  package static func reconcile(_ snapshot: ControllerSnapshot) -> ControllerPlan {
    guard let siteObject = snapshot.site, !siteObject.isBeingDeleted else {
      return withdrawal(snapshot)
    }
    var plan = ControllerPlan()
    let site = SiteIdentity(
      site: siteObject, profile: snapshot.profile, platform: snapshot.platform)
    var definitions = ServiceDefinition.all(in: snapshot.services)
    definitions = withAnnotated(definitions, snapshot: snapshot)
    if site.options.serviceSync, let router = snapshot.router {
      definitions = ServiceSynchronisation.merge(
        local: definitions, site: site.id, heard: router.otherSites,
        silentSeconds: snapshot.silentSeconds, ttl: site.options.serviceSyncTTLSeconds)
    }
    if var services = snapshot.services {
      let data = ServiceDefinition.data(definitions)
      if (services["data"] ?? [:]) != data, ServiceDefinition.all(in: services) != definitions {
        services["data"] = data
        plan.changes.append(.update(services))
      }
    }
    if let configMap = snapshot.configuration,
      let configuration = RouterConfiguration(configMap: configMap)
    {
      let assigned = assignedPorts(definitions, configuration: configuration)
      plan.changes += configurationChange(
        configMap, configuration, definitions: definitions, assigned: assigned, site: site,
        snapshot: snapshot)
      plan.changes += serviceChanges(
        definitions, assigned: assigned, site: site, snapshot: snapshot)
    }
    plan.changes += linkReasons(snapshot)
    plan.effects = effects(snapshot)
    return plan
  }

  /// What is left to do when the site goes: give back what was taken over.
  private static func withdrawal(_ snapshot: ControllerSnapshot) -> ControllerPlan {
    ControllerPlan(
      changes: snapshot.kubernetesServices.filter { !$0.isBeingDeleted }
        .compactMap(AddressObjects.release))
  }

  /// The router's port for each port of each address: what it has stays, new ones count upward.
  package static func assignedPorts(
    _ definitions: [String: ServiceDefinition], configuration: RouterConfiguration
  ) -> [String: [Int: Int]] {
    var present: [String: Int] = [:]
    for kind in ["tcpListener", "httpListener"] {
      for listener in configuration.all(kind) {
        present[listener.name] = listener.attributes["port"]?.integer
      }
    }
    var used = Set(present.values)
    var next = SitePort.firstAddress
    var assigned: [String: [Int: Int]] = [:]
    for definition in definitions.values.sorted(by: { $0.address < $1.address }) {
      for port in definition.ports {
        let name = "\(definition.address):\(port)"
        if present[name] == nil {
          while used.contains(next) || isReserved(next) { next += 1 }
          used.insert(next)
          present[name] = next
        }
        assigned[definition.address, default: [:]][port] = present[name]
      }
    }
    return assigned
  }

  private static func isReserved(_ port: Int) -> Bool {
    [
      SitePort.claims, SitePort.local, SitePort.local + 1, SitePort.routerHTTP,
      SitePort.controller, SitePort.console,
    ].contains(port)
  }

  private static func serviceChanges(
    _ definitions: [String: ServiceDefinition], assigned: [String: [Int: Int]],
    site: SiteIdentity, snapshot: ControllerSnapshot
  ) -> [SiteChange] {
    var changes: [SiteChange] = []
    for definition in definitions.values.sorted(by: { $0.address < $1.address }) {
      let present = snapshot.kubernetesServices.first { $0.name == definition.address }
      if present?.isBeingDeleted == true { continue }
      if let change = AddressObjects.change(
        for: definition, assigned: assigned[definition.address] ?? [:], present: present,
        site: site)
      {
        changes.append(change)
      }
    }
    for service in snapshot.kubernetesServices
    where definitions[service.name] == nil && !service.isBeingDeleted {
      if let change = AddressObjects.release(service) { changes.append(change) }
    }
    return changes
  }

  /// Writes why a link is not up where `link status` and people find it.
  private static func linkReasons(_ snapshot: ControllerSnapshot) -> [SiteChange] {
    guard let router = snapshot.router else { return [] }
    return snapshot.secrets.compactMap { secret in
      guard let link = Link(secret: secret), !link.isClaim, !secret.isBeingDeleted,
        let live = router.links.first(where: { $0.isOutgoing && $0.name == link.name })
      else { return nil }
      let reason = live.state == .connected ? nil : live.reason ?? link.reason
      guard reason != link.reason else { return nil }
      var noted = secret
      noted.setAnnotation(Annotation.status, reason)
      return .update(noted)
    }
  }

  private static func effects(_ snapshot: ControllerSnapshot) -> [ControllerPlan.Effect] {
    snapshot.secrets.compactMap { secret in
      if secret.isBeingDeleted { return nil }
      if let link = Link(secret: secret), link.isClaim, !link.isRefused { return .redeem(secret) }
      if secret.labels[Label.type] == Label.connectionTokenRequest { return .issueToken(secret) }
      return nil
    }
  }
}
