import Documents
import Testing
import YAML

@testable import Kubernetes

@Suite struct DefinitionTests {
  private let now = Timestamp(seconds: 1_800_000_000)

  private func complaints(_ change: (inout Value) -> Void) throws -> [String] {
    let definition = try Definitions.crontab(change)
    return Validation.causes(in: definition, .customResourceDefinitions)
      .map { "\($0.field): \($0.message)" }
  }

  @Test func a_definition_that_says_everything_is_accepted() throws {
    #expect(try complaints { _ in } == [])
  }

  @Test func a_definition_must_be_named_after_its_type() throws {
    #expect(
      try complaints { $0["metadata", "name"] = "cron.lab.example.org" } == [
        "metadata.name: Invalid value: \"cron.lab.example.org\": must be "
          + "spec.names.plural+\".\"+spec.group"
      ])
  }

  @Test func what_a_definition_lacks_is_named() throws {
    #expect(try complaints { $0["spec", "scope"] = nil } == ["spec.scope: Required value"])
    #expect(
      try complaints { $0["spec", "names", "kind"] = nil } == ["spec.names.kind: Required value"])
    #expect(
      try complaints { $0["spec", "scope"] = "World" } == [
        "spec.scope: Unsupported value: \"World\": supported values: \"Cluster\", \"Namespaced\""
      ])
    #expect(
      try complaints { $0["spec", "conversion", "strategy"] = "Webhook" } == [
        "spec.conversion.strategy: Unsupported value: \"Webhook\": supported values: \"None\""
      ])
    let none = try complaints { $0["spec", "versions"] = [] }
    #expect(none.first?.contains("exactly one version marked as storage version") == true)
  }

  @Test func a_type_that_can_be_scaled_says_where_its_numbers_are() throws {
    func scaled(_ wanted: String) throws -> [String] {
      try complaints { definition in
        var version = definition["spec", "versions"]?[0] ?? .null
        version["subresources", "scale"] = [
          "specReplicasPath": Value(wanted), "statusReplicasPath": ".status.replicas",
        ]
        definition["spec", "versions"] = [version]
      }
    }
    #expect(try scaled(".spec.replicas") == [])
    #expect(
      try scaled("spec.replicas") == [
        "spec.versions[0].subresources.scale.specReplicasPath: Invalid value: \"spec.replicas\": "
          + "should be a json path under .spec"
      ])
  }

  @Test func a_schema_must_say_the_type_of_every_place() throws {
    let complaints = try complaints { definition in
      definition["spec", "versions"] = .array(
        (definition["spec", "versions"]?.array ?? []).prefix(1).map { version in
          var version = version
          version["schema", "openAPIV3Schema"] = [
            "type": "object",
            "properties": ["spec": ["properties": ["a": ["type": "text"]]]],
          ]
          return version
        })
    }
    let place = "spec.versions[0].schema.openAPIV3Schema.properties[spec]"
    #expect(
      complaints == [
        "\(place).type: Required value: must not be empty for specified object fields",
        "\(place).properties[a].type: Unsupported value: \"text\": supported values: \"array\", "
          + "\"boolean\", \"integer\", \"number\", \"object\", \"string\"",
      ])
  }

  @Test func the_newest_stable_version_comes_first() {
    let names = ["v1alpha1", "v2", "foo", "v1", "v11beta2", "v10beta3", "v10"]
    #expect(
      names.sorted { VersionName($0) > VersionName($1) } == [
        "v10", "v2", "v1", "v11beta2", "v10beta3", "v1alpha1", "foo",
      ])
  }

  @Test func the_types_of_a_definition_are_found_by_every_spelling() throws {
    let type = try #require(try Definitions.type())
    var catalog = TypeCatalog()
    #expect(catalog.types.named("ct") == nil)
    var definition = try Definitions.crontab()
    catalog.set(definition)
    #expect(catalog.types.named("ct") == nil, "its names are not accepted yet")
    definition.setCondition(Condition("Established", true), now: now)
    catalog.set(definition)
    for name in ["ct", "crontab", "CronTabs", "crontabs.lab.example.org", "ct.v1.lab.example.org"] {
      #expect(catalog.types.named(name) == type && catalog.types.named(name)?.version == "v1")
    }
    #expect(catalog.types.named("crontabs.v1beta1.lab.example.org")?.version == "v1beta1")
    #expect(catalog.stored(as: "crontabs.lab.example.org") == type)
    catalog.remove(definition)
    #expect(catalog.types.named("ct") == nil)
  }

  @Test func columns_are_filled_by_their_paths() throws {
    let type = try #require(try Definitions.type())
    let object: Value = [
      "metadata": ["name": "a", "creationTimestamp": Value((now + -90).text)],
      "spec": ["cronSpec": "* * * * 5", "image": "x"],
    ]
    let table = Table(of: [object], type: type, now: now)
    #expect(table.columns.map(\.name) == ["Name", "Spec", "Replicas", "Image", "Age"])
    #expect(table.columns.map(\.isWide) == [false, false, false, true, false])
    #expect(table.rows.first?.cells == ["a", "* * * * 5", .null, "x", "90s"])
    let plain = Table(of: [object], type: try #require(try Definitions.type("v1beta1")), now: now)
    #expect(plain.columns.map(\.name) == ["Name", "Age"])
  }
}

@Suite struct DefinitionControllerTests {
  private let now = Timestamp(seconds: 1_800_000_000)

  private func stored(_ definition: Value, uid: String = "1") -> Value {
    var definition = definition
    definition["metadata", "uid"] = Value(uid)
    return definition
  }

  /// Carries out what the controller says until it says nothing more.
  private func settle(_ objects: [Value]) -> (snapshot: Snapshot, deleted: [String]) {
    var snapshot = Snapshot(objects)
    var deleted: [String] = []
    for _ in 0..<10 {
      let changes = DefinitionController.reconcile(snapshot, now: now)
      if changes.isEmpty { break }
      for change in changes {
        switch change {
        case .update(let object), .updateStatus(let object):
          object.isBeingDeleted && object.finalizers.isEmpty
            ? snapshot.remove(object) : snapshot.set(object)
        case .delete(let reference):
          deleted.append(reference.name)
          let type = snapshot.types.with(apiVersion: reference.apiVersion, kind: reference.kind)
          if let type, let gone = snapshot.object(type, reference.namespace, reference.name) {
            snapshot.remove(gone)
          }
        default: Issue.record("unexpected change \(change)")
        }
      }
    }
    return (snapshot, deleted)
  }

  @Test func free_names_are_accepted_and_the_type_is_served() throws {
    let (snapshot, _) = settle([stored(try Definitions.crontab())])
    let definition = try #require(snapshot.all(.customResourceDefinitions).first)
    #expect(definition.holds("NamesAccepted") && definition.holds("Established"))
    #expect(definition["status", "storedVersions"] == ["v1"])
    #expect(definition["status", "acceptedNames", "plural"] == "crontabs")
    #expect(snapshot.types.types.named("ct") != nil)
  }

  @Test func a_name_that_is_taken_is_refused() throws {
    let other = try Definitions.crontab {
      $0["metadata", "name"] = "others.lab.example.org"
      $0["spec", "names"] = ["plural": "others", "kind": "Other", "shortNames": ["ct"]]
    }
    let (first, _) = settle([stored(try Definitions.crontab())])
    let (both, _) = settle(first.everything + [stored(other, uid: "2")])
    let refused = try #require(both.object(.customResourceDefinitions, nil, other.name))
    #expect(refused.condition("NamesAccepted")?["message"] == "\"ct\" is already in use")
    #expect(refused.condition("NamesAccepted")?["reason"] == "ShortNamesConflict")
    #expect(!refused.holds("Established") && both.types.types.named("others") == nil)
    #expect(both.types.types.named("ct")?.kind == "CronTab")
  }

  @Test func a_definition_that_goes_takes_its_objects_along() throws {
    let (first, _) = settle([stored(try Definitions.crontab())])
    var definition = try #require(first.all(.customResourceDefinitions).first)
    definition["metadata", "deletionTimestamp"] = Value(now.text)
    let object: Value = [
      "apiVersion": "lab.example.org/v1", "kind": "CronTab",
      "metadata": ["name": "nightly", "namespace": "lab", "uid": "7"],
    ]
    let (after, deleted) = settle([definition, object])
    #expect(deleted == ["nightly"])
    #expect(after.all(.customResourceDefinitions).isEmpty)
  }
}
