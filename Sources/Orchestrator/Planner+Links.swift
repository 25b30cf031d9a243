import Documents
import Kubernetes
import Skupper

/// Links: the hub hands out a token, and the other cluster dials with it.
extension Planner {
  mutating func planLinks(using generator: inout some RandomNumberGenerator) {
    var wanted: [String: (hub: String, spoke: String)] = [:]
    for link in own.all(Kinds.networkLinks) where !link.isBeingDeleted {
      let hub = link.referenced("sourceClusterRef")
      let spoke = link.referenced("targetClusterRef")
      // Two hubs need one link only.
      if wanted[OrchestratorName.link(hub: spoke, spoke: hub)] != nil { continue }
      wanted[OrchestratorName.link(hub: hub, spoke: spoke)] = (hub, spoke)
    }
    for (name, ends) in wanted.sorted(by: { $0.key < $1.key }) {
      let sorted = [ends.hub, ends.spoke].sorted()
      ensure(
        Kinds.links, name, labels: [OrchestratorName.clusterNameLabel: ends.hub],
        spec: [
          "sourceClusterRef": Self.reference(sorted[0], namespace: OrchestratorName.namespace),
          "targetClusterRef": Self.reference(sorted[1], namespace: OrchestratorName.namespace),
        ], isFinal: true)
    }
    drop(Kinds.links, keeping: Set(wanted.keys))
    for object in own.all(Kinds.links) {
      let ends = Self.ends(of: object)
      if object.isBeingDeleted {
        unlink(object, ends)
      } else {
        advance(object, ends, using: &generator)
      }
    }
  }

  private mutating func advance(
    _ object: Value, _ ends: (hub: String, spoke: String),
    using generator: inout some RandomNumberGenerator
  ) {
    switch object.phase {
    case "": setPhase(object, "Pending")
    case "Pending": if hasLasted(object) { setPhase(object, "Linking") }
    default:
      let isUp = connect(object, ends, using: &generator)
      if object.phase == "Linked" || hasLasted(object) {
        setPhase(object, isUp ? "Linked" : "Linking")
      }
    }
  }

  /// Does what is left to do for a link; true when it stands.
  private mutating func connect(
    _ object: Value, _ ends: (hub: String, spoke: String),
    using generator: inout some RandomNumberGenerator
  ) -> Bool {
    guard let hub = site(of: ends.hub), site(of: ends.spoke) != nil,
      let hubEdge = world.edges[ends.hub], let spokeEdge = world.edges[ends.spoke]
    else { return false }
    let namespace = OrchestratorName.edgeNamespace
    if let secret = spokeEdge.snapshot.object(.secrets, namespace, object.name) {
      guard !secret.isBeingDeleted else { return false }
      let link = Link(secret: secret)
      // A token of a router that is no more, or one that was refused, is worth nothing.
      if link?.origin != hub.id || link?.isRefused == true {
        edge(ends.spoke, .delete(ObjectReference(to: secret)))
        return false
      }
      return link?.isClaim == false && link?.reason == nil
    }
    let entrance = SiteEntrance(
      site: hub, services: hubEdge.snapshot.all(.services, in: namespace))
    guard let endpoint = entrance.claims, !entrance.isLocalOnly else {
      note("cluster \(ends.hub) has no address for its router yet: it needs a load balancer")
      return false
    }
    guard
      let authority = hubEdge.snapshot.object(.secrets, namespace, ObjectName.siteAuthority)
        .flatMap(Skupper.Credential.init(secret:)),
      let spoke = site(of: ends.spoke)
    else { return false }
    let claim = Token.Claim(
      name: object.name, password: Names.suffix(length: 24, using: &generator))
    let token = Token.claim(
      claim, of: hub, at: endpoint, authority: authority.certificate, now: now)
    // A record that is left from an earlier try would not know the new password.
    if let old = hubEdge.snapshot.object(.secrets, namespace, object.name) {
      if !old.isBeingDeleted { edge(ends.hub, .delete(ObjectReference(to: old))) }
      return false
    }
    edge(ends.hub, .create(Token.record(claim, of: hub, now: now)))
    edge(
      ends.spoke,
      .create(
        spoke.owned(
          "v1", "Secret", object.name, labels: token.labels,
          annotations: token.annotations.merging([Annotation.cost: "1"]) { _, new in new },
          content: ["type": "Opaque", "data": token["data"] ?? [:]])))
    return false
  }

  /// The router of a cluster that is running.
  private func site(of cluster: String) -> SiteIdentity? {
    guard own.object(Kinds.clusters, nil, cluster)?.phase == "Running",
      let object = world.edges[cluster]?.snapshot.object(
        .configMaps, OrchestratorName.edgeNamespace, ObjectName.site), !object.isBeingDeleted
    else { return nil }
    return SiteIdentity(site: object, profile: world.profile)
  }

  private mutating func unlink(_ object: Value, _ ends: (hub: String, spoke: String)) {
    guard object.finalizers.contains(OrchestratorName.finalizer) else { return }
    if object.phase != "Unlinking" { return setPhase(object, "Unlinking") }
    var isGone = true
    for cluster in [ends.hub, ends.spoke] {
      let secret = world.edges[cluster]?.snapshot.object(
        .secrets, OrchestratorName.edgeNamespace, object.name)
      guard let secret else { continue }
      isGone = false
      if !secret.isBeingDeleted { edge(cluster, .delete(ObjectReference(to: secret))) }
    }
    if isGone, hasLasted(object) { release(object) }
  }

  /// Which end is the hub, as the link's name tells; the spec has the ends in the order of names.
  private static func ends(of object: Value) -> (hub: String, spoke: String) {
    let (first, second) = (
      object.referenced("sourceClusterRef"), object.referenced("targetClusterRef")
    )
    return object.labels[OrchestratorName.clusterNameLabel] == second
      ? (second, first) : (first, second)
  }
}
