import Documents
import Kubernetes

/// Listeners and connectors: the services of the ones, the pods of the others, and whether they
/// have found each other.
extension Version2Planner {
  mutating func planServices(of work: SiteWork) {
    planAddresses(of: work)
    for listener in work.listeners {
      let isMatched = work.isMatched(listener.key, by: Version2.Name.serves)
      setStatus(listener.object) { [now] object in
        object.setState("Configured", .init(error: listener.problem), now: now)
        object["status", "hasMatchingConnector"] = Value(isMatched)
        object.setState(
          "Matched", isMatched ? .ready : .pending("No matching connectors"), now: now)
        object.sumUp(now: now)
      }
    }
    for connector in work.connectors {
      let isMatched = work.isMatched(connector.key, by: Version2.Name.listens)
      let selects = !(connector.object["spec", "selector"]?.string ?? "").isEmpty
      setStatus(connector.object) { [now] object in
        let state: Version2.State
        if let problem = connector.problem {
          state = .error(problem)
        } else if connector.places.isEmpty {
          state = .pending("No pods match selector")
        } else {
          state = .ready
        }
        object.setState("Configured", state, now: now)
        object["status", "hasMatchingListener"] = Value(isMatched)
        if selects {
          object["status", "selectedPods"] = .array(
            connector.places.map { ["name": Value($0.name), "ip": Value($0.host)] })
        }
        object.setState(
          "Matched", isMatched ? .ready : .pending("No matching listeners"), now: now)
        object.sumUp(now: now)
      }
      if connector.object["kind"] == "AttachedConnectorBinding" { planAttached(connector) }
    }
  }

  /// The other half of a connector whose pods are in another namespace.
  private mutating func planAttached(_ connector: SiteWork.Connector) {
    let namespace = connector.object["spec", "connectorNamespace"]?.string ?? ""
    guard
      let attached = all(Version2.attachedConnectors, in: namespace).first(where: {
        $0.name == connector.object.name
          && $0["spec", "siteNamespace"]?.string == connector.object.namespace
      })
    else { return }
    setStatus(attached) { [now] object in
      let state = Version2.State(error: connector.problem)
      object["status", "selectedPods"] = .array(
        connector.places.map { ["name": Value($0.name), "ip": Value($0.host)] })
      object.setState("Configured", state, now: now)
      object.setState("Ready", state, now: now)
      object.setSummary(state)
    }
  }

  /// A service for each host that is listened on; what nobody listens on any more is given back.
  private mutating func planAddresses(of work: SiteWork) {
    var hosts: [String: ServiceDefinition] = [:]
    var assigned: [String: [Int: Int]] = [:]
    for listener in work.listeners where listener.problem == nil {
      let host = listener.host
      hosts[host, default: ServiceDefinition(address: host, transport: .tcp, ports: [])]
        .ports.append(listener.port)
      assigned[host, default: [:]][listener.port] = listener.routerPort
    }
    for (host, definition) in hosts.sorted(by: { $0.key < $1.key }) {
      let present = objects.object(.services, work.namespace, host)
      if present?.isBeingDeleted == true { continue }
      if let change = AddressObjects.change(
        for: definition, assigned: assigned[host] ?? [:], present: present, site: work.identity)
      {
        decision.changes.append(ObjectChange(change, in: work.namespace))
      }
    }
    for service in all(.services, in: work.namespace) where hosts[service.name] == nil {
      if let change = AddressObjects.release(service) {
        decision.changes.append(ObjectChange(change, in: work.namespace))
      }
    }
  }
}
