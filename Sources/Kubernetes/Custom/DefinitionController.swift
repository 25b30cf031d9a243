import Documents

/// Definitions: whether their names are free, whether their types are served, and the end of every
/// object of one that goes.
package enum DefinitionController {
  static let finalizer = "customresourcecleanup.apiextensions.k8s.io"

  /// What should change about all definitions and what they define.
  package static func reconcile(_ snapshot: Snapshot, now: Timestamp) -> [ObjectChange] {
    let definitions = snapshot.all(.customResourceDefinitions)
    return definitions.flatMap { definition in
      definition.isBeingDeleted
        ? empty(definition, snapshot, now: now) : establish(definition, definitions, now: now)
    }
  }

  private static func establish(
    _ object: Value, _ all: [Value], now: Timestamp
  ) -> [ObjectChange] {
    guard object.finalizers.contains(finalizer) else {
      var changed = object
      changed["metadata", "finalizers"] = Value(object.finalizers + [finalizer])
      return [.update(changed)]
    }
    guard let definition = Definition(object) else { return [] }
    var changed = object
    let conflict = conflict(of: definition, with: all.filter { $0.name != object.name })
    if let conflict {
      changed.setCondition(
        Condition(
          "NamesAccepted", false, reason: "\(conflict.role)Conflict",
          message: "\"\(conflict.word)\" is already in use"), now: now)
    } else {
      changed.setCondition(
        Condition(
          "NamesAccepted", true, reason: "NoConflicts", message: "no conflicts found"), now: now)
      changed["status", "acceptedNames"] = definition.names
    }
    // A type that was served once goes on being served under the names it had.
    if !changed.holds("Established") {
      changed.setCondition(
        conflict == nil
          ? Condition(
            "Established", true, reason: "InitialNamesAccepted",
            message: "the initial names have been accepted")
          : Condition(
            "Established", false, reason: "NotAccepted", message: "not all names are accepted"),
        now: now)
    }
    var stored = object["status", "storedVersions"]?.array?.compactMap(\.string) ?? []
    if !stored.contains(definition.storageVersion) { stored.append(definition.storageVersion) }
    changed["status", "storedVersions"] = Value(stored)
    return changed == object ? [] : [.updateStatus(changed)]
  }

  /// The first name that another definition of the group has, or that every site's types have.
  private static func conflict(
    of definition: Definition, with others: [Value]
  ) -> (role: String, word: String)? {
    let accepted = others.filter { $0.holds("NamesAccepted") }.compactMap(Definition.init)
      .filter { $0.group == definition.group }
    let builtIn = ResourceType.all.filter { $0.group == definition.group }
    let words = Set(
      accepted.flatMap { $0.words.map(\.word) }
        + builtIn.flatMap { [$0.plural, $0.singular] + $0.shortNames })
    let kinds = Set(accepted.flatMap { [$0.kind, $0.listKind] } + builtIn.map(\.kind))
    if let taken = definition.words.first(where: { words.contains($0.word) }) { return taken }
    if kinds.contains(definition.kind) { return ("Kind", definition.kind) }
    if kinds.contains(definition.listKind) { return ("ListKind", definition.listKind) }
    return nil
  }

  /// Every object of the type goes; when none is left the definition goes as well.
  private static func empty(
    _ object: Value, _ snapshot: Snapshot, now: Timestamp
  ) -> [ObjectChange] {
    guard object.finalizers.contains(finalizer) else { return [] }
    let type = Definition(object)?.types.first
    let content = type.map { snapshot.all($0) } ?? []
    guard content.isEmpty else {
      var changed = object
      changed.setCondition(
        Condition(
          "Terminating", true, reason: "InstanceDeletionInProgress",
          message: "CustomResource deletion is in progress"), now: now)
      let deletions = content.filter { !$0.isBeingDeleted }
        .map { ObjectChange.delete(ObjectReference(to: $0)) }
      return (changed == object ? [] : [.updateStatus(changed)]) + deletions
    }
    var changed = object
    changed["metadata", "finalizers"] = Value(object.finalizers.filter { $0 != finalizer })
    return [.update(changed)]
  }
}
