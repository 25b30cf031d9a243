import Documents
import Testing

@testable import Kubernetes

@Suite struct NamesTests {
  @Test func a_generated_name_ends_in_five_letters_of_the_alphabet() {
    var generator = SystemRandomNumberGenerator()
    let name = Names.generated(prefix: "web-6d4cf56db6-", using: &generator)
    #expect(name.hasPrefix("web-6d4cf56db6-"))
    #expect(name.utf8.count == 20)
    #expect(name.utf8.suffix(5).allSatisfy { Names.alphabet.contains($0) })
  }

  @Test func a_generated_name_has_at_most_63_letters() {
    var generator = SystemRandomNumberGenerator()
    let name = Names.generated(prefix: String(repeating: "a", count: 80), using: &generator)
    #expect(name.count == 63)
  }

  @Test func equal_templates_have_equal_hashes_whatever_the_order_of_their_keys() {
    let one: Value = ["metadata": ["labels": ["app": "web"]], "spec": ["a": 1, "b": 2]]
    let two: Value = ["spec": ["b": 2, "a": 1], "metadata": ["labels": ["app": "web"]]]
    let other: Value = ["metadata": ["labels": ["app": "web"]], "spec": ["a": 1, "b": 3]]
    #expect(Names.templateHash(one) == Names.templateHash(two))
    #expect(Names.templateHash(one) != Names.templateHash(other))
  }

  @Test func the_hash_label_of_a_template_does_not_change_its_hash() {
    let plain: Value = ["metadata": ["labels": ["app": "web"]]]
    var labelled = plain
    labelled["metadata", "labels", "pod-template-hash"] = "5d8c7b9f"
    #expect(Names.templateHash(plain) == Names.templateHash(labelled))
  }

  @Test func a_hash_is_made_of_ten_letters_of_the_alphabet() {
    let hash = Names.templateHash(["spec": ["containers": [["image": "x"]]]])
    #expect((1...10).contains(hash.count))
    #expect(hash.allSatisfy { "456789bcdf".contains($0) })
  }

  @Test func an_identifier_is_a_random_uuid() {
    var generator = SystemRandomNumberGenerator()
    let uid = Names.uid(using: &generator)
    #expect(uid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    #expect(uid != Names.uid(using: &generator))
  }

  @Test func labels_and_subdomains_follow_the_rules_for_names() {
    #expect(Names.isLabel("web-1") && !Names.isLabel("Web") && !Names.isLabel("-web"))
    #expect(!Names.isLabel("a.b") && Names.isSubdomain("a.b") && !Names.isSubdomain("a..b"))
    #expect(!Names.isLabel("") && !Names.isLabel(String(repeating: "a", count: 64)))
    #expect(Names.isLabelKey("app.kubernetes.io/name") && !Names.isLabelKey("a/b/c"))
    #expect(Names.isLabelValue("") && Names.isLabelValue("A_b.c") && !Names.isLabelValue("a b"))
  }
}

@Suite struct ResourceTypeTests {
  @Test(arguments: [
    ("po", "pods"), ("pod", "pods"), ("Pods", "pods"), ("deploy", "deployments"),
    ("deployments.apps", "deployments"), ("deployment.v1.apps", "deployments"),
    ("svc", "services"), ("route", "routes"), ("is", "imagestreams"), ("cm", "configmaps"),
  ])
  func people_name_a_type_in_many_ways(name: String, plural: String) {
    #expect(ResourceType.named(name)?.plural == plural)
  }

  @Test func an_unknown_name_or_group_names_no_type() {
    #expect(ResourceType.named("gizmo") == nil)
    #expect(ResourceType.named("pods.apps") == nil)
  }

  @Test func a_type_knows_its_path() {
    #expect(ResourceType.pods.path(namespace: "lab", name: "a") == "/api/v1/namespaces/lab/pods/a")
    #expect(ResourceType.deployments.path() == "/apis/apps/v1/deployments")
    #expect(ResourceType.namespaces.path(name: "lab") == "/api/v1/namespaces/lab")
    #expect(
      ResourceType.deployments.path(namespace: "lab", name: "a", subresource: "scale")
        == "/apis/apps/v1/namespaces/lab/deployments/a/scale")
  }

  @Test func only_openshift_has_routes_and_projects() {
    #expect(!ResourceType.all(openshift: false).contains(.routes))
    #expect(ResourceType.all(openshift: true).contains(.projects))
  }
}
