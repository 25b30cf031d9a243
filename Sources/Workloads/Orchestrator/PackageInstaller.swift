import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform

/// Brings the objects of a package to a cluster, and takes them away again.
struct PackageInstaller {
  let client: KubernetesClient

  /// Makes the objects, or brings them into line, in their order. A type that comes with the package
  /// is waited for.
  func install(_ objects: [Value]) throws(ClientError) {
    for object in objects {
      let type = try type(of: object, patience: .seconds(10))
      try client.request(
        "PATCH", type.path(namespace: object.namespace, name: object.name),
        query: [.init("fieldManager", "app-deployment-manager"), .init("force", "true")],
        body: object, contentType: "application/apply-patch+yaml")
    }
  }

  /// Deletes the objects, the last one first; what is gone already is no failure.
  func uninstall(_ objects: [Value]) throws(ClientError) {
    for object in objects.reversed() {
      guard let type = try? type(of: object, patience: .zero) else { continue }
      do {
        try client.delete(type, object.name, namespace: object.namespace)
      } catch  where error.isNotFound {
        continue
      }
    }
  }

  private func type(of object: Value, patience: Duration) throws(ClientError) -> ResourceType {
    let apiVersion = object["apiVersion"]?.string ?? ""
    let kind = object["kind"]?.string ?? ""
    if let type = ResourceType.with(apiVersion: apiVersion, kind: kind) { return type }
    let deadline = ContinuousClock.now + patience
    let pause = try? Doorbell()
    while true {
      if let type = try client.types().with(apiVersion: apiVersion, kind: kind) { return type }
      guard ContinuousClock.now < deadline else {
        throw ClientError(
          .configuration,
          "the cluster has no type \(kind) of \(apiVersion), which \(object.name) is of")
      }
      pause?.wait(.milliseconds(50))
    }
  }
}
