import Documents
import Kubernetes

/// The part of the router's configuration that the controller decides about: links, services,
/// their targets, and what the site tells of itself.
extension Controller {
  static func configurationChange(
    _ configMap: Value, _ configuration: RouterConfiguration,
    definitions: [String: ServiceDefinition], assigned: [String: [Int: Int]],
    site: SiteIdentity, snapshot: ControllerSnapshot
  ) -> [SiteChange] {
    let wanted = self.configuration(
      configuration, definitions: definitions, assigned: assigned, site: site,
      snapshot: snapshot)
    guard wanted != configuration else { return [] }
    var changed = configMap
    changed["data", "skrouterd.json"] = Value(wanted.text)
    return [.update(changed)]
  }

  /// The configuration with the links, services and targets that there are now.
  package static func configuration(
    _ present: RouterConfiguration, definitions: [String: ServiceDefinition],
    assigned: [String: [Int: Int]], site: SiteIdentity, snapshot: ControllerSnapshot
  ) -> RouterConfiguration {
    var wanted = present
    let links = snapshot.secrets.filter { secret in
      Link(secret: secret)?.isClaim == false && !secret.isBeingDeleted
    }.sorted { $0.name < $1.name }
    let own = present.all("sslProfile").map(\.attributes).filter {
      !($0["name"]?.string ?? "").hasSuffix("-profile")
    }
    wanted.replace(
      "sslProfile",
      with: own
        + links.map { RouterConfiguration.profile("\($0.name)-profile", folder: $0.name) })
    wanted.replace(
      "connector", with: links.compactMap { connector($0, isEdge: site.options.isEdge) })
    let sorted = definitions.values.sorted { $0.address < $1.address }
    for kind in ["tcp", "http"] {
      let ofKind = sorted.filter { ($0.transport == .tcp) == (kind == "tcp") }
      wanted.replace(
        "\(kind)Listener",
        with: ofKind.flatMap {
          listeners($0, assigned: assigned[$0.address] ?? [:], site: site.id)
        })
      wanted.replace(
        "\(kind)Connector",
        with: ofKind.flatMap { connectors($0, site: site.id, pods: snapshot.pods) })
    }
    let told = sorted.filter { $0.isOwn(site.id) }.map { definition in
      var told = definition
      told.origin = nil
      told.targets = served(definition, pods: snapshot.pods).map { .init(name: $0.process) }
      return told
    }
    wanted.replace("site", with: [site.entity(services: told)])
    return wanted
  }

  private static func connector(_ link: Value, isEdge: Bool) -> Value? {
    guard let endpoint = Link.endpoint(of: link, isEdge: isEdge) else { return nil }
    return RouterConfiguration.connector(
      link.name, to: endpoint, isEdge: isEdge, cost: Link(secret: link)?.cost ?? 1,
      profile: "\(link.name)-profile")
  }

  private static func listeners(
    _ definition: ServiceDefinition, assigned: [Int: Int], site: String
  ) -> [Value] {
    definition.ports.map { port in
      bridge(
        definition, name: "\(definition.address):\(port)", host: "0.0.0.0",
        port: assigned[port] ?? port, servicePort: port, site: site)
    }
  }

  private static func connectors(_ definition: ServiceDefinition, site: String, pods: [Value])
    -> [Value]
  {
    served(definition, pods: pods).flatMap { place in
      definition.ports.map { port in
        let target = place.ports[port] ?? port
        var connector = bridge(
          definition,
          name: "\(definition.address).\(place.target)@\(place.host):\(target)",
          host: place.host, port: target, servicePort: port, site: site)
        connector["processId"] = Value(place.processID)
        return connector
      }
    }
  }

  private static func bridge(
    _ definition: ServiceDefinition, name: String, host: String, port: Int, servicePort: Int,
    site: String
  ) -> Value {
    var bridge: Value = [
      "name": Value(name), "host": Value(host), "port": Value(port),
      "address": Value("\(definition.address):\(servicePort)"), "siteId": Value(site),
    ]
    switch definition.transport {
    case .tcp: break
    case .http: bridge["protocolVersion"] = "HTTP1"
    case .http2: bridge["protocolVersion"] = "HTTP2"
    }
    return bridge
  }

  /// A place where a target can be reached now.
  struct Place {
    var target: String
    var host: String
    var ports: [Int: Int]
    var process: String
    var processID: String
  }

  /// Where the targets of a definition can be reached: pods that are ready, Services by name.
  static func served(_ definition: ServiceDefinition, pods: [Value]) -> [Place] {
    definition.targets.flatMap { target -> [Place] in
      if let service = target.service {
        let host = target.namespace.map { "\(service).\($0)" } ?? service
        return [
          Place(
            target: target.name, host: host, ports: target.ports, process: target.name,
            processID: target.name)
        ]
      }
      guard let text = target.selector, let selector = try? Selector.parse(text),
        !selector.isEmpty
      else { return [] }
      return pods.filter { pod in
        selector.matches(pod.labels) && !pod.isBeingDeleted
          && (definition.publishNotReadyAddresses || pod.holds("Ready"))
      }.sorted { $0.name < $1.name }.compactMap { pod in
        guard let host = pod["status", "podIP"]?.string, !host.isEmpty else { return nil }
        return Place(
          target: target.name, host: host, ports: target.ports, process: pod.name,
          processID: pod.uid)
      }
    }
  }
}
