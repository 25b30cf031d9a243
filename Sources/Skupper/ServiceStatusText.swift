import Kubernetes

/// What `skupper service status` and `skupper service label` say.
extension SiteView {
  /// The services of the network as this site knows them.
  package func serviceStatusText(showsLabels: Bool = false, isVerbose: Bool = false) -> String {
    if definitions.isEmpty { return "No services defined\n" }
    let services = definitions.values.sorted { $0.address < $1.address }
    let items =
      profile.namesPortsInService
      ? services.flatMap { service in
        service.ports.map { item(service, port: $0, showsLabels, isVerbose) }
      }
      : services.map { item($0, showsLabels) }
    return Tree("Services exposed through Skupper:", children: items)
      .text(barsDetails: profile.fullSiteIdentifiers)
  }

  /// The labels of one service.
  package func labelText(of address: String) throws(SkupperError) -> String {
    guard let service = definitions[address] else {
      throw SkupperError("Service \(address) not found")
    }
    if service.labels.isEmpty { return "\(address) has no labels\n" }
    return Tree("\(address) labels:", children: labels(service)).text()
  }

  private func item(_ service: ServiceDefinition, _ showsLabels: Bool) -> Tree {
    let ports = service.ports.map(String.init).joined(separator: " ")
    let word = service.ports.count == 1 ? "port" : "ports"
    var children: [Tree] = []
    if !service.targets.isEmpty {
      let targets = service.targets.map { target in
        let selector = target.selector.map { "\($0) name=\(target.name)" }
        let place =
          profile.showsTargetNamespace
          ? " namespace=\(target.namespace ?? site.namespace)" : ""
        return Tree((selector ?? "name=\(target.name) (no selector)") + place)
      }
      children.append(Tree("Targets:", children: targets))
    }
    if showsLabels && !service.labels.isEmpty {
      children.append(Tree("Labels:", children: labels(service)))
    }
    return Tree(
      "\(service.address) (\(service.transport.rawValue) \(word) \(ports))", children: children)
  }

  private func item(
    _ service: ServiceDefinition, port: Int, _ showsLabels: Bool, _ isVerbose: Bool
  ) -> Tree {
    var children: [Tree] = []
    if isVerbose {
      let sites = (router?.sites ?? []).sorted { ($0.name, $0.id) < ($1.name, $1.id) }
      let items = sites.map { place in
        let targets = place.services.first { $0.address == service.address }?.targets ?? []
        let names = targets.map { Tree("\(service.address):\(port) name=\($0.name)") }
        return Tree(
          "\(place.id)(\(place.namespace))", details: ["policy": "disabled"],
          children: names.isEmpty ? [] : [Tree("Targets:", children: names)])
      }
      if !items.isEmpty { children.append(Tree("Sites:", children: items)) }
    }
    if showsLabels && !service.labels.isEmpty {
      children.append(Tree("Labels:", children: labels(service)))
    }
    return Tree(
      "\(service.address):\(port) (\(service.transport.rawValue))", children: children)
  }

  private func labels(_ service: ServiceDefinition) -> [Tree] {
    service.labels.sorted { $0.key < $1.key }.map { Tree("\($0)=\($1)") }
  }
}
