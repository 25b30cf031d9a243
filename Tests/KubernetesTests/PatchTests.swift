import Documents
import Testing

@testable import Kubernetes

@Suite struct PatchTests {
  private let pod: Value = [
    "metadata": ["name": "a", "finalizers": ["x"]],
    "spec": [
      "containers": [
        ["name": "a", "image": "one", "env": [["name": "A", "value": "1"]]],
        ["name": "b", "image": "two"],
      ], "args": ["x", "y"],
    ],
  ]

  @Test func a_merge_replaces_lists_and_removes_nulls() throws {
    let patch = Patch.merge(["spec": ["args": ["z"], "containers": .null], "new": ["a": 1]])
    let result = try patch.applied(to: pod)
    #expect(result["spec"] == ["args": ["z"]])
    #expect(result["new", "a"] == 1 && result.name == "a")
  }

  @Test func items_with_a_key_are_merged_one_by_one() throws {
    let result = try strategic([
      "spec": ["containers": [["name": "b", "image": "three"], ["name": "c", "image": "four"]]]
    ])
    let containers = result["spec", "containers"]?.array ?? []
    #expect(containers.compactMap { $0["image"]?.string } == ["one", "three", "four"])
    #expect(containers.first?["env"]?[0]?["value"] == "1")
  }

  @Test func an_item_is_deleted_by_its_key() throws {
    let result = try strategic([
      "spec": ["containers": [["name": "a", "env": [["name": "A", "$patch": "delete"]]]]]
    ])
    #expect(result["spec", "containers"]?[0]?["env"] == [])
    #expect(result["spec", "containers"]?[1]?["image"] == "two")
  }

  @Test func a_list_is_replaced_where_the_patch_says_so() throws {
    let result = try strategic([
      "spec": ["containers": [["name": "z", "image": "new"], ["$patch": "replace"]]]
    ])
    #expect(result["spec", "containers"] == [["name": "z", "image": "new"]])
  }

  @Test func the_patch_gives_the_order_of_items() throws {
    let result = try strategic([
      "spec": [
        "$setElementOrder/containers": [["name": "c"], ["name": "a"]],
        "containers": [["name": "c", "image": "four"]],
      ]
    ])
    let names = result["spec", "containers"]?.array?.compactMap { $0["name"]?.string }
    #expect(names == ["c", "a", "b"])
  }

  @Test func only_named_members_are_kept() throws {
    let object: Value = ["strategy": ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": 1]]]
    let patch = Patch.strategic([
      "strategy": ["$retainKeys": ["type"], "type": "Recreate"]
    ])
    #expect(try patch.applied(to: object) == ["strategy": ["type": "Recreate"]])
  }

  @Test func finalizers_are_a_set() throws {
    #expect(
      try strategic(["metadata": ["finalizers": ["y", "x"]]])["metadata", "finalizers"]
        == ["x", "y"])
    #expect(
      try strategic(["metadata": ["$deleteFromPrimitiveList/finalizers": ["x"]]])[
        "metadata", "finalizers"] == [])
  }

  @Test func operations_change_places() throws {
    let patch = Patch.json([
      ["op": "test", "path": "/spec/containers/1/image", "value": "two"],
      ["op": "replace", "path": "/spec/containers/1/image", "value": "six"],
      ["op": "add", "path": "/spec/args/-", "value": "z"],
      ["op": "add", "path": "/spec/args/0", "value": "w"],
      ["op": "add", "path": "/metadata/labels", "value": ["a/b~c": "d"]],
      ["op": "copy", "from": "/metadata/labels/a~1b~0c", "path": "/copied"],
      ["op": "move", "from": "/metadata/name", "path": "/moved"],
      ["op": "remove", "path": "/spec/containers/0"],
    ])
    let result = try patch.applied(to: pod)
    #expect(result["spec", "containers"] == [["name": "b", "image": "six"]])
    #expect(result["spec", "args"] == ["w", "x", "y", "z"])
    #expect(result["copied"] == "d" && result["moved"] == "a" && result.name.isEmpty)
  }

  @Test(
    arguments: [
      ["op": "test", "path": "/spec/args/0", "value": "other"],
      ["op": "remove", "path": "/spec/missing"], ["op": "add", "path": "/a/b/c", "value": 1],
      ["op": "add", "path": "/spec/args/9", "value": 1], ["op": "turn", "path": "/spec"],
      ["op": "add", "path": "spec", "value": 1],
    ] as [Value])
  func an_operation_that_cannot_be_done_is_refused(operation: Value) {
    #expect(throws: StatusError.self) { try Patch.json([operation]).applied(to: pod) }
  }

  private func strategic(_ patch: Value) throws -> Value {
    try Patch.strategic(patch).applied(to: pod)
  }
}

@Suite struct ServerSideApplyTests {
  private let now = Timestamp(seconds: 0)

  @Test func an_item_that_is_no_longer_named_goes_as_a_whole() throws {
    var document: Value = [
      "apiVersion": "v1", "metadata": ["name": "a"],
      "spec": ["containers": [["name": "a", "image": "x"], ["name": "b", "image": "y"]]],
    ]
    let first = try apply(document, to: document, by: "one")
    document["spec", "containers"] = [["name": "b", "image": "y"]]
    let second = try apply(document, to: first, by: "one")
    #expect(second["spec", "containers"] == [["name": "b", "image": "y"]])
  }

  @Test func what_another_manager_names_stays() throws {
    let one: Value = ["metadata": ["name": "a", "labels": ["x": "1", "y": "2"]]]
    let two: Value = ["metadata": ["name": "a", "labels": ["y": "2"]]]
    let first = try apply(one, to: one, by: "one")
    let second = try apply(two, to: first, by: "two")
    let third = try apply(["metadata": ["name": "a"]], to: second, by: "one")
    #expect(third.labels == ["y": "2"])
    #expect(third["metadata", "managedFields"]?.array?.count == 2)
  }

  private func apply(_ document: Value, to object: Value, by manager: String) throws -> Value {
    try ServerSideApply.applied(
      document, to: object, manager: manager, force: false, now: now)
  }
}
