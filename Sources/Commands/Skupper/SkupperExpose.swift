import Documents
import Kubernetes
import KubernetesClient
import Skupper

/// `skupper expose` and `skupper unexpose`.
extension SkupperCommand {
  static func expose(_ call: SkupperCall) throws(SkupperError) {
    let (type, name) = try target(call.words, verb: "expose")
    let unable = "Unable to create skupper service: "
    var address = call.text("address")
    if type == "service" && address.isEmpty {
      throw .usage("--address option is required for target type 'service'")
    }
    if call.isSet("headless") {
      if type != "statefulset" {
        throw .usage("The headless option is only supported for statefulsets")
      }
      throw SkupperError(
        "\(unable)headless services are not available here; expose the statefulset without "
          + "--headless")
    }
    if type == "pods" {
      throw SkupperError("\(unable)VAN service interfaces for pods not yet implemented")
    }
    let transport = try ServiceRules.transport(call.text("protocol"), prefix: unable)
    guard let services = try call.find(.configMaps, ObjectName.services) else {
      throw SkupperError("Skupper is not installed in Namespace: '\(try call.namespace())`")
    }
    let workload = try workload(call, type: type, name: name, unable: unable)
    if address.isEmpty {
      address = workload["spec", "serviceName"]?.string ?? name
    }
    var exposure = Exposure(type: type, name: name, address: address)
    exposure.transport = transport
    exposure.ports = try ports(call.flags.all("port"), prefix: unable)
    exposure.targetPorts = call.flags.all("target-port")
    exposure.enableTLS = call.isSet("enable-tls") || call.isSet("generate-tls-secrets")
    exposure.tlsCredentials = call.flags["tls-cert"]
    exposure.aggregate = call.flags["aggregate"]
    exposure.eventChannel = call.isSet("event-channel")
    exposure.exposeIngress = call.flags["enable-ingress-from-target-site"]
    exposure.publishNotReadyAddresses = call.isSet("publish-not-ready-addresses")
    exposure.namespace = call.flags["target-namespace"]
    let existing = ServiceDefinition.all(in: services)[address]
    let definition = try exposure.definition(
      workload: workload, existing: existing, profile: call.profile)
    if definition.enableTLS { try SiteMaker.makeServiceSecret(definition, call) }
    try define(definition, call)
    call.print(exposure.done)
  }

  static func unexpose(_ call: SkupperCall) throws(SkupperError) {
    let (type, name) = try target(call.words, verb: "unexpose")
    let given = call.text("address")
    try unbind(call, target: name, from: given.isEmpty ? name : given)
    call.print("\(type) \(name) unexposed\n")
  }

  /// Takes a target from an address; the last one takes the address with it.
  static func unbind(_ call: SkupperCall, target: String, from address: String)
    throws(SkupperError)
  {
    guard let services = try call.find(.configMaps, ObjectName.services) else {
      throw SkupperError(
        "Unable to unbind skupper service: Skupper is not enabled in namespace "
          + "'\(try call.namespace())'")
    }
    let left = try ServiceDefinition.removing(
      target: target, from: address, in: ServiceDefinition.all(in: services))
    if let left { try define(left, call) } else { try undefine(address, call) }
  }

  /// Keeps a definition in the site's services.
  static func define(_ definition: ServiceDefinition, _ call: SkupperCall)
    throws(SkupperError)
  {
    let client = try call.client()
    try call.asked { () throws(ClientError) in
      try client.edit(.configMaps, ObjectName.services) { services in
        services["data", definition.address] = Value(definition.document.json())
      }
    }
  }

  /// Takes a definition out of the site's services.
  static func undefine(_ address: String, _ call: SkupperCall) throws(SkupperError) {
    let client = try call.client()
    try call.asked { () throws(ClientError) in
      try client.edit(.configMaps, ObjectName.services) { $0["data", address] = nil }
    }
  }

  /// The type and name that words such as `deployment/x` or `deployment x` name.
  private static func target(_ words: [String], verb: String) throws(SkupperError)
    -> (type: String, name: String)
  {
    guard let first = words.first else {
      throw .usage(
        "\(verb) target and name must be specified "
          + "(e.g. 'skupper \(verb) deployment <name>')")
    }
    var parts = first.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 1 {
      guard words.count > 1 else {
        throw .usage(
          "\(verb) target and name must be specified "
            + "(e.g. 'skupper \(verb) deployment <name>')")
      }
      parts.append(words[1])
      if words.count > 2 { throw .usage("illegal argument: \(words[2])") }
    } else if words.count > 1 {
      throw .usage("extra argument: \(words[1])")
    }
    guard parts.count == 2, !parts[1].isEmpty else {
      throw .usage("illegal argument: \(first)")
    }
    guard Exposure.targetTypes.contains(parts[0]) else {
      throw .usage(
        "target type must be one of: [\(Exposure.targetTypes.joined(separator: ", "))]")
    }
    return (parts[0], parts[1])
  }

  /// Ports from words.
  static func ports(_ words: [String], prefix: String) throws(SkupperError) -> [Int] {
    var ports: [Int] = []
    for word in words {
      guard let port = Int(word) else {
        throw .usage(
          "invalid argument \"\(word)\" for \"--port\" flag: strconv.Atoi: parsing "
            + "\"\(word)\": invalid syntax")
      }
      ports.append(port)
    }
    return ports
  }

  /// The workload of the cluster that is to serve.
  static func workload(_ call: SkupperCall, type: String, name: String, unable: String)
    throws(SkupperError) -> Value
  {
    let path: (plural: String, group: String, base: String)
    switch type {
    case "deployment": path = ("deployments", ".apps", "/apis/apps/v1")
    case "statefulset": path = ("statefulsets", ".apps", "/apis/apps/v1")
    case "deploymentconfig":
      path = ("deploymentconfigs", ".apps.openshift.io", "/apis/apps.openshift.io/v1")
    default: path = ("services", "", "/api/v1")
    }
    let client = try call.client()
    let namespace = call.flags["target-namespace"] ?? client.namespace
    do {
      return try client.request(
        "GET", "\(path.base)/namespaces/\(namespace)/\(path.plural)/\(name)")
    } catch  where type == "service" && error.isNotFound {
      // A service of another namespace or none yet: it is looked up when it is used.
      return ["kind": "Service", "metadata": ["name": Value(name)]]
    } catch  where error.isNotFound {
      throw SkupperError(
        "\(unable)Could not read \(type) \(name): \(path.plural)\(path.group) \"\(name)\" "
          + "not found")
    } catch {
      throw SkupperError(
        "\(unable)Could not read \(type) \(name): \(error.description)")
    }
  }
}
