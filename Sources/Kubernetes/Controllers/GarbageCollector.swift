/// Ownership: what belongs to an object that is gone goes as well.
import Documents

package enum GarbageCollector {
  /// What goes because none of its owners exists any more.
  package static func reconcile(_ snapshot: Snapshot) -> [ObjectChange] {
    let uids = snapshot.uids
    return snapshot.everything.filter { object in
      !object.isBeingDeleted && !object.owners.isEmpty
        && object.owners.allSatisfy { !uids.contains($0.uid) }
    }.map { .delete(ObjectReference(to: $0)) }
  }
}
