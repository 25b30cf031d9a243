/// The environment of a container's process: what its image sets, the services of its namespace,
/// what the pod says, and its place in the site's network.
import Documents
import Kubernetes

struct ContainerEnvironment {
  /// What the environment is made from.
  struct Sources {
    var pod: Value
    var address: String
    /// The services of the pod's namespace.
    var services: [Value]
    var image: ImageDescription?
    var nodeName: String
    var nodeAddress: String
    var apiPort: Int
    /// Finds a secret or config map of the namespace.
    var find: (ResourceType, String) -> Value?
  }

  /// The variables, or what they need and is not there.
  static func make(
    for container: Value, _ sources: Sources
  ) throws(SiteError) -> [String: String] {
    var variables: [String: String] = [
      "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    ]
    variables.merge(sources.image?.environment ?? [:]) { $1 }
    variables.merge(services(sources)) { $1 }
    let metadata = sources.pod
    variables["HOSTNAME"] = metadata["spec", "hostname"]?.string ?? metadata.name
    variables["POD_NAME"] = metadata.name
    variables["POD_NAMESPACE"] = metadata.namespace ?? ""
    variables["POD_IP"] = sources.address
    for source in container["envFrom"]?.array ?? [] {
      variables.merge(try all(of: source, sources)) { $1 }
    }
    for entry in container["env"]?.array ?? [] {
      guard let name = entry["name"]?.string else { continue }
      if let from = entry["valueFrom"] {
        variables[name] = try value(from, container, sources)
      } else {
        variables[name] = expand(entry["value"]?.scalarText ?? "", variables)
      }
    }
    return variables
  }

  /// `$(NAME)` is the value of a variable that stands before; `$$` is one dollar.
  static func expand(_ text: String, _ variables: [String: String]) -> String {
    guard text.contains("$") else { return text }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      let after = rest[rest.index(after: dollar)...]
      if after.first == "$" {
        result += "$"
        rest = after.dropFirst()
      } else if after.first == "(", let close = after.firstIndex(of: ")"),
        let value = variables[String(after[after.index(after: after.startIndex)..<close])]
      {
        result += value
        rest = after[after.index(after: close)...]
      } else {
        result += "$"
        rest = after
      }
    }
    return result + rest
  }

  /// The variables that every service of the namespace gives to the pods made after it.
  static func services(_ sources: Sources) -> [String: String] {
    var variables: [String: String] = [:]
    func add(_ name: String, _ address: String, _ ports: [(name: String?, port: Int)]) {
      guard let first = ports.first else { return }
      let prefix = String(name.uppercased().map { $0 == "-" ? "_" : $0 })
      variables["\(prefix)_SERVICE_HOST"] = address
      variables["\(prefix)_SERVICE_PORT"] = String(first.port)
      variables["\(prefix)_PORT"] = "tcp://\(address):\(first.port)"
      for port in ports {
        if let portName = port.name, !portName.isEmpty {
          let suffix = String(portName.uppercased().map { $0 == "-" ? "_" : $0 })
          variables["\(prefix)_SERVICE_PORT_\(suffix)"] = String(port.port)
        }
        let place = "\(prefix)_PORT_\(port.port)_TCP"
        variables[place] = "tcp://\(address):\(port.port)"
        variables["\(place)_PROTO"] = "tcp"
        variables["\(place)_PORT"] = String(port.port)
        variables["\(place)_ADDR"] = address
      }
    }
    if sources.pod["spec", "enableServiceLinks"]?.bool ?? true {
      for service in sources.services {
        guard let address = service["spec", "clusterIP"]?.string, address != "None",
          !address.isEmpty
        else { continue }
        let ports = (service["spec", "ports"]?.array ?? []).compactMap { port in
          port["port"]?.integer.map { (name: port["name"]?.string, port: $0) }
        }
        add(service.name, address, ports)
      }
    }
    add("kubernetes", sources.nodeAddress, [(name: "https", port: sources.apiPort)])
    return variables
  }

  private static func all(
    of source: Value, _ sources: Sources
  ) throws(SiteError) -> [String: String] {
    let prefix = source["prefix"]?.string ?? ""
    for (type, key) in [(ResourceType.secrets, "secretRef"), (.configMaps, "configMapRef")] {
      guard let reference = source[key], let name = reference["name"]?.string else { continue }
      guard let object = sources.find(type, name) else {
        if reference["optional"]?.bool ?? false { return [:] }
        throw SiteError(.start, "\(type.singular) \"\(name)\" not found")
      }
      var variables: [String: String] = [:]
      for (key, bytes) in PodFolder.content(of: object) {
        variables[prefix + key] = String(decoding: bytes, as: UTF8.self)
      }
      return variables
    }
    return [:]
  }

  private static func value(
    _ from: Value, _ container: Value, _ sources: Sources
  ) throws(SiteError) -> String? {
    if let path = from["fieldRef", "fieldPath"]?.string { return field(path, sources) }
    if let resource = from["resourceFieldRef", "resource"]?.string {
      let parts = resource.split(separator: ".").map(String.init)
      return parts.count == 2
        ? container["resources", parts[0], parts[1]]?.scalarText ?? "0" : "0"
    }
    for (type, key) in [(ResourceType.secrets, "secretKeyRef"), (.configMaps, "configMapKeyRef")] {
      guard let reference = from[key], let name = reference["name"]?.string,
        let entry = reference["key"]?.string
      else { continue }
      let isOptional = reference["optional"]?.bool ?? false
      guard let object = sources.find(type, name) else {
        if isOptional { return nil }
        throw SiteError(.start, "\(type.singular) \"\(name)\" not found")
      }
      guard let bytes = PodFolder.content(of: object)[entry] else {
        if isOptional { return nil }
        throw SiteError(
          .start, "couldn't find key \(entry) in \(type.kind) \(object.namespace ?? "")/\(name)")
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    return nil
  }

  private static func field(_ path: String, _ sources: Sources) -> String? {
    switch path {
    case "status.podIP", "status.podIPs": return sources.address
    case "status.hostIP": return sources.nodeAddress
    case "spec.nodeName": return sources.nodeName
    default: break
    }
    for map in ["labels", "annotations"] where path.hasPrefix("metadata.\(map)['") {
      let key = path.dropFirst("metadata.\(map)['".utf8.count).dropLast(2)
      return sources.pod["metadata", map, String(key)]?.string ?? ""
    }
    let parts = path.split(separator: ".").map(String.init)
    return sources.pod[path: parts[...]]?.scalarText
  }
}
