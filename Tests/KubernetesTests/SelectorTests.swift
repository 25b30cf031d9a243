import Documents
import Testing

@testable import Kubernetes

@Suite struct SelectorTests {
  private let labels = ["app": "web", "tier": "front"]

  @Test(arguments: [
    "", "app=web", "app==web", "app = web", "app!=db", "app", "!gone", "app in (web,db)",
    "app in ( web , db ),tier=front", "tier notin (back)", "gone notin (x)", "gone!=x",
  ])
  func a_selector_matches(text: String) throws {
    #expect(try Selector.parse(text).matches(labels))
  }

  @Test(arguments: [
    "app=db", "app!=web", "gone", "!app", "app in (db)", "app notin (web)", "gone=",
  ])
  func a_selector_does_not_match(text: String) throws {
    #expect(try !Selector.parse(text).matches(labels))
  }

  @Test(arguments: ["a=b=c", "app within (web)", "a b", "app=we b", "in (x)"])
  func a_text_that_is_no_selector_is_refused(text: String) {
    #expect(throws: StatusError.self) { try Selector.parse(text) }
  }

  @Test(arguments: ["app=web,tier!=back", "app in (web,db),!gone", "app,tier notin (a,b)"])
  func a_selector_is_written_as_it_was_read(text: String) throws {
    #expect(try Selector.parse(text).text == text)
  }

  @Test func a_document_holds_labels_and_expressions() {
    let selector = Selector(document: [
      "matchLabels": ["app": "web"],
      "matchExpressions": [["key": "tier", "operator": "NotIn", "values": ["back"]]],
    ])
    #expect(selector.matches(labels))
    #expect(!selector.matches(["app": "web", "tier": "back"]))
    #expect(Selector(document: ["app": "web"]).matches(labels))
  }

  @Test func a_field_selector_compares_fields() throws {
    let pod: Value = ["metadata": ["name": "a"], "status": ["phase": "Running"]]
    #expect(try FieldSelector.parse("metadata.name=a,status.phase!=Failed").matches(pod))
    #expect(try !FieldSelector.parse("status.phase=Pending").matches(pod))
    #expect(try FieldSelector.parse("spec.nodeName=").matches(pod))
    #expect(try FieldSelector.parse("metadata.name==a").name == "a")
  }
}
