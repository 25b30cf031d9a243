import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import YAML

/// `skupper debug`, `completion` and `gateway`.
extension SkupperCommand {
  /// Writes every object and log of the site to a compressed archive.
  static func debugDump(_ call: SkupperCall) throws(SkupperError) {
    let name = try operands(call, 1)[0]
    let file = name.hasSuffix(".tar.gz") ? name : "\(name).tar.gz"
    let client = try call.client()
    do {
      let folder = try Files.makeTemporaryDirectory(prefix: "skupper-dump-")
      defer { try? Files.remove(folder) }
      let own = call.profile.version2 == nil ? [] : Version2.types
      for type in [ResourceType.configMaps, .services, .deployments, .pods] + own {
        for object in try call.list(type) {
          try Files.write("\(folder)/\(type.plural)-\(object.name).yaml", text: object.yaml())
        }
      }
      for pod in try call.list(.pods) where pod.labels[Label.component] != nil {
        for container in pod["spec", "containers"]?.array ?? [] {
          let part = container["name"]?.string ?? ""
          let path = "/api/v1/namespaces/\(client.namespace)/pods/\(pod.name)/log"
          let log = try? client.raw("GET", path, query: [.init("container", part)])
          try Files.write("\(folder)/\(pod.name)-\(part)-logs.txt", text: log?.text ?? "")
        }
      }
      try archive(folder, to: Path.resolve(file, in: Files.currentDirectory))
    } catch let error as SkupperError {
      throw error
    } catch {
      throw SkupperError("Unable to save skupper dump details: \(error)")
    }
    call.print("Skupper dump details written to compressed archive:  \(file)\n")
  }

  static func debugEvents(_ call: SkupperCall) throws(SkupperError) {
    guard try call.site() != nil else {
      throw SkupperError("Skupper is not enabled in namespace '\(try call.namespace())'")
    }
    let events = try call.list(.events).filter {
      $0["source", "component"]?.string == ObjectName.controller
    }
    var text = row("NAME", "COUNT", "AGE")
    for event in events {
      let last = event.time("lastTimestamp") ?? event.creationTime
      text += row(
        event["reason"]?.string ?? "", event["count"]?.scalarText ?? "1",
        Age.text(since: last, now: call.now))
      text += row("  \(event["message"]?.string ?? "")", "", "")
    }
    call.print(text)
  }

  /// Says of an address what a person would check by hand.
  static func debugService(_ call: SkupperCall) throws(SkupperError) {
    let address = try operands(call, 1)[0]
    guard let view = try call.view() else {
      throw SkupperError("Skupper is not enabled in namespace '\(try call.namespace())'")
    }
    guard let definition = view.definitions[address] else {
      throw SkupperError("Service \(address) not defined")
    }
    var lines: [String] = []
    let service = try call.find(.services, address)
    lines.append(
      service == nil
        ? "Service \(address) does not exist in the cluster yet"
        : "Service \(address) exists in the cluster")
    for port in definition.ports {
      let entry = view.router?.addresses.first { $0.address == "\(address):\(port)" }
      let isReachable = entry?.isReachable == true
      lines.append(
        "Port \(port): \(isReachable ? "a target can be reached" : "no target can be reached") "
          + "(\(entry?.consumers ?? 0) here)")
    }
    for site in view.router?.sites ?? [] {
      let targets = site.services.first { $0.address == address }?.targets ?? []
      for target in targets { lines.append("Target \(target.name) at site \(site.name)") }
    }
    call.print(lines.map { "\($0)\n" }.joined())
  }

  static func completion(_ call: SkupperCall) throws(SkupperError) {
    let words = root(call.profile).children.filter { !$0.isHidden }.map(\.name).sorted()
    call.print("complete -W \"\(words.joined(separator: " "))\" skupper\n")
  }

  static func gateway(_ call: SkupperCall) throws(SkupperError) {
    throw SkupperError(
      "gateways are not available here; make a site of its own for a host that has services")
  }

  private static func row(_ name: String, _ count: String, _ age: String) -> String {
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    let text = pad(name, 40) + pad(count, 10) + age
    return String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
  }

  private static func archive(_ folder: String, to file: String) throws {
    let (status, _) = try ProcessLaunch("tar", ["-czf", file, "-C", folder, "."]).run()
    if !status.isSuccess { throw SkupperError("tar ended with \(status)") }
  }
}
