import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper

/// `skupper status`, `delete`, `update` and `version`.
extension SkupperCommand {
  static func siteStatus(_ call: SkupperCall) throws(SkupperError) {
    guard let view = try call.view() else {
      call.print(SiteView.notEnabled(namespace: try call.namespace()))
      return
    }
    call.print(call.isSet("verbose") ? view.verboseStatusText : view.statusText)
  }

  static func deleteSite(_ call: SkupperCall) throws(SkupperError) {
    let client = try call.client()
    let namespace = try call.namespace()
    do {
      try client.delete(.configMaps, ObjectName.site)
    } catch  where error.isNotFound {
      throw SkupperError("Skupper not installed in '\(namespace)': \(error.description)")
    } catch {
      throw SkupperError(error.description)
    }
    // Services that were somebody else's before the site used them are given back.
    for service in try call.list(.services) where AddressObjects.isControlled(service) {
      guard case .update(let restored) = AddressObjects.release(service) else { continue }
      try call.asked { () throws(ClientError) in
        try client.edit(.services, restored.name) { $0 = AddressObjects.restored($0) }
      }
    }
    call.print("Skupper is now removed from '\(namespace)'.\n")
  }

  static func updateSite(_ call: SkupperCall) throws(SkupperError) {
    let namespace = try call.namespace()
    guard try call.site() != nil else {
      throw SkupperError("Skupper is not enabled in namespace '\(namespace)'")
    }
    if call.isSet("force-restart") {
      let client = try call.client()
      for name in [ObjectName.router, ObjectName.controller] {
        try call.asked { () throws(ClientError) in
          try client.edit(.deployments, name) { deployment in
            deployment[
              "spec", "template", "metadata", "annotations",
              "kubectl.kubernetes.io/restartedAt"] = Value(call.now.text)
          }
        }
      }
    }
    call.print("No update required in '\(namespace)'.\n")
  }

  static func version(_ call: SkupperCall) throws(SkupperError) {
    call.print(line("client version", call.profile.siteVersion))
    let pods = (try? call.list(.pods)) ?? []
    var rows = [
      ("transport version", "router"), ("controller version", "service-controller"),
      ("config-sync version", "config-sync"),
    ]
    if call.profile.hasFlowCollector {
      rows.append(("flow-collector version", "flow-collector"))
    }
    for (title, container) in rows {
      call.print(line(title, image(of: container, in: pods) ?? "not-found"))
    }
  }

  private static func line(_ title: String, _ value: String) -> String {
    title + String(repeating: " ", count: max(0, 30 - title.count)) + " \(value)\n"
  }

  private static func image(of container: String, in pods: [Value]) -> String? {
    for pod in pods where pod.labels[Label.component] != nil {
      let containers = pod["spec", "containers"]?.array ?? []
      guard let found = containers.first(where: { $0["name"]?.string == container }) else {
        continue
      }
      let statuses = pod["status", "containerStatuses"]?.array ?? []
      let identifier = statuses.first { $0["name"]?.string == container }?["imageID"]?.string
      let digest = identifier?.split(separator: ":").last.map { $0.prefix(12) }
      return (found["image"]?.string ?? "") + (digest.map { " (sha256:\($0))" } ?? "")
    }
    return nil
  }
}
