import Documents
import Kubernetes
import KubernetesClient
import Skupper
import TLS

/// `skupper service create`, `delete`, `bind`, `unbind`, `label` and `status`; all but the last two
/// say nothing when they succeed.
extension SkupperCommand {
  static func createService(_ call: SkupperCall) throws(SkupperError) {
    var words = call.words
    if words.count == 1, words[0].contains(":") {
      words = words[0].split(separator: ":", maxSplits: 1).map(String.init)
    }
    guard words.count >= 2 else { throw .usage("Name and port(s) must be specified") }
    var ports: [Int] = []
    for word in words.dropFirst() {
      guard let port = Int(word) else { throw .usage("\(word) is not a valid port") }
      ports.append(port)
    }
    let definitions = try definitions(call)
    let name = words[0]
    if let problem = ServiceRules.nameProblem(name) {
      throw SkupperError("Invalid service name: [\(problem)]")
    }
    try ServiceRules.check(ports: ports, prefix: "")
    if definitions[name] != nil { throw SkupperError("Service \(name) already defined") }
    let word = call.flags["mapping"] ?? call.text("protocol")
    var definition = ServiceDefinition(
      address: name, transport: try ServiceRules.transport(word, prefix: ""), ports: ports)
    definition.aggregate = call.flags["aggregate"]
    definition.eventChannel = call.isSet("event-channel")
    definition.exposeIngress = call.flags["enable-ingress"]
    definition.enableTLS = call.isSet("enable-tls") || call.isSet("generate-tls-secrets")
    if definition.enableTLS {
      definition.tlsCredentials = "skupper-tls-\(name)"
      try SiteMaker.makeServiceSecret(definition, call)
    }
    try define(definition, call)
  }

  static func deleteService(_ call: SkupperCall) throws(SkupperError) {
    let name = try operands(call, 1)[0]
    guard let services = try call.find(.configMaps, ObjectName.services) else {
      throw SkupperError(
        "No skupper services defined: configmaps \"\(ObjectName.services)\" not found")
    }
    guard ServiceDefinition.all(in: services)[name] != nil else {
      throw SkupperError("Service \(name) not defined")
    }
    try undefine(name, call)
  }

  static func bindService(_ call: SkupperCall) throws(SkupperError) {
    let words = try targetWords(call)
    let (service, type, name) = (words[0], words[1], words[2])
    guard let existing = try definitions(call)[service] else {
      throw SkupperError("Service \(service) not found")
    }
    var exposure = Exposure(type: type, name: name, address: service)
    exposure.transport = existing.transport
    exposure.targetPorts = call.flags.all("target-port")
    exposure.enableTLS = existing.enableTLS
    exposure.namespace = call.flags["target-namespace"]
    let unable = "Unable to bind skupper service: "
    let workload = try workload(call, type: type, name: name, unable: unable)
    var definition = try exposure.definition(
      workload: workload, existing: existing, profile: call.profile)
    if call.isSet("publish-not-ready-addresses") { definition.publishNotReadyAddresses = true }
    try define(definition, call)
  }

  static func unbindService(_ call: SkupperCall) throws(SkupperError) {
    let words = try targetWords(call)
    let definitions = try definitions(call)
    guard var definition = definitions[words[0]] else {
      throw SkupperError("Could not find entry for service interface \(words[0])")
    }
    guard let index = definition.targets.firstIndex(where: { $0.name == words[2] }) else {
      throw SkupperError(
        "Could not find target \(words[2]) for service interface \(words[0])")
    }
    // Unlike `unexpose` this keeps an address without targets.
    definition.targets.remove(at: index)
    try define(definition, call)
  }

  static func labelService(_ call: SkupperCall) throws(SkupperError) {
    guard let name = call.words.first else { throw .usage("service name must be specified") }
    guard var definition = try definitions(call)[name] else {
      throw SkupperError("Service \(name) not found")
    }
    if call.words.count == 1 {
      guard let site = try call.site() else { return }
      call.print(try SiteView(site: site, definitions: [name: definition]).labelText(of: name))
      return
    }
    for word in call.words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        definition.labels[parts[0]] = parts[1]
      } else if word.hasSuffix("-") {
        definition.labels[String(word.dropLast())] = nil
      } else {
        throw .usage("invalid label: \(word)")
      }
    }
    try define(definition, call)
  }

  static func serviceStatus(_ call: SkupperCall) throws(SkupperError) {
    guard let view = try call.view() else {
      if call.profile.sayNotEnabledOnStatus {
        call.print("Skupper is not enabled in namespace: \(try call.namespace()) \n")
        return
      }
      throw SkupperError("Skupper is not installed in Namespace: '\(try call.namespace())`")
    }
    if call.profile.sayNotEnabledOnStatus && view.router == nil {
      call.print("Status pending...\n")
      return
    }
    call.print(
      view.serviceStatusText(
        showsLabels: call.isSet("show-labels"), isVerbose: call.isSet("verbose")))
  }

  /// The services that the site knows.
  private static func definitions(_ call: SkupperCall) throws(SkupperError)
    -> [String: ServiceDefinition]
  {
    guard let services = try call.find(.configMaps, ObjectName.services) else {
      throw SkupperError("Skupper is not installed in Namespace: '\(try call.namespace())`")
    }
    return ServiceDefinition.all(in: services)
  }

  /// `service type name`, also written `service type/name`.
  private static func targetWords(_ call: SkupperCall) throws(SkupperError) -> [String] {
    var words = call.words
    if words.count == 2, words[1].contains("/") {
      words = [words[0]] + words[1].split(separator: "/", maxSplits: 1).map(String.init)
    }
    guard words.count == 3 else {
      throw .usage(
        "Service name, target type and target name must all be specified "
          + "(e.g. 'skupper service bind <service-name> <target-type> <target-name>')")
    }
    guard Exposure.targetTypes.contains(words[1]) else {
      throw .usage(
        "target type must be one of: [\(Exposure.targetTypes.joined(separator: ", "))]")
    }
    return words
  }

  /// Exactly so many words.
  static func operands(_ call: SkupperCall, _ count: Int) throws(SkupperError) -> [String] {
    guard call.words.count == count else {
      throw .usage("accepts \(count) arg(s), received \(call.words.count)")
    }
    return call.words
  }
}

extension SiteMaker {
  /// The Secret with which the targets of an encrypted address serve, unless there is one.
  static func makeServiceSecret(_ definition: ServiceDefinition, _ call: SkupperCall)
    throws(SkupperError)
  {
    let name = definition.tlsCredentials ?? "skupper-tls-\(definition.address)"
    guard let site = try call.site(), try call.find(.secrets, name) == nil,
      let kept = try call.find(.secrets, ObjectName.serviceAuthority)
        .flatMap(Skupper.Credential.init(secret:))
    else { return }
    let authority = CertificateAuthority(.init(certificate: kept.certificate, key: kept.key))
    let address = definition.address
    let issued = try issued { () throws(TLSError) in
      try authority.issue(
        commonName: address,
        names: [
          address, "\(address).\(site.namespace)",
          "\(address).\(site.namespace).svc.cluster.local",
        ])
    }
    try call.ensure(
      site.secret(
        name, .init(certificate: issued.certificate, key: issued.key), authority: kept))
  }
}
