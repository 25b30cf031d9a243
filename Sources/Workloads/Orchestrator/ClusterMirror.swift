import Documents
import Kubernetes
import KubernetesClient
import Platform

/// The objects of several types of one cluster as they are now, and a way to change them.
final class ClusterMirror: Sendable {
  let client: KubernetesClient
  private let watches: [(type: ResourceType, watch: ObjectWatch)]

  init(
    _ client: KubernetesClient, _ types: [ResourceType], ringing doorbell: Doorbell
  ) throws(SystemError) {
    self.client = client
    var watches: [(ResourceType, ObjectWatch)] = []
    for type in types {
      watches.append((type, try ObjectWatch(client, type, everywhere: true, ringing: doorbell)))
    }
    self.watches = watches
  }

  /// Whether the objects of every type were read once.
  var isLoaded: Bool { watches.allSatisfy { $0.watch.isLoaded } }

  /// All objects of these types.
  var snapshot: Snapshot { Snapshot(watches.flatMap { $0.watch.objects }) }

  /// The objects of one type.
  func objects(_ type: ResourceType) -> [Value] { watch(of: type)?.objects ?? [] }

  /// Makes a change. What somebody else changed in between is on its way here, and no failure.
  func apply(_ change: ObjectChange) throws(ClientError) {
    do {
      switch change {
      case .create(let object):
        guard let type = type(of: object) else { return }
        watch(of: type)?.learn(try client.create(type, object, namespace: object.namespace))
      case .update(let object):
        guard let type = type(of: object) else { return }
        let stored = try client.update(type, object)
        if stored.isBeingDeleted, stored.finalizers.isEmpty {
          watch(of: type)?.forget(stored)
        } else {
          watch(of: type)?.learn(stored)
        }
      case .updateStatus(let object):
        guard let type = type(of: object) else { return }
        watch(of: type)?.learn(try client.update(type, object, subresource: "status"))
      case .delete(let reference):
        guard let type = type(reference.apiVersion, reference.kind) else { return }
        let answer = try client.delete(type, reference.name, namespace: reference.namespace)
        if answer["kind"]?.string != "Status" { watch(of: type)?.learn(answer) }
      case .remove, .event: break
      }
    } catch  where error.isConflict || error.isAlreadyExists || error.isNotFound {
      return
    }
  }

  private func watch(of type: ResourceType) -> ObjectWatch? {
    watches.first { $0.type == type }?.watch
  }

  private func type(of object: Value) -> ResourceType? {
    type(object["apiVersion"]?.string ?? "", object["kind"]?.string ?? "")
  }

  private func type(_ apiVersion: String, _ kind: String) -> ResourceType? {
    watches.map(\.type).with(apiVersion: apiVersion, kind: kind)
  }
}
