import Documents
import Testing

@testable import Commands

@Suite struct DescribeTests {
  @Test func an_object_of_any_type_is_described_member_by_member() {
    let object: Value = [
      "apiVersion": "lab.example.org/v1", "kind": "CronTab",
      "metadata": ["name": "nightly", "namespace": "lab", "uid": "7", "labels": ["a": "b"]],
      "spec": [
        "cronSpec": "* * * * 5", "steps": ["one", "two"], "ports": [["port": 80], ["port": 81]],
      ],
    ]
    #expect(
      DescribeUnstructured.lines(object, noEvents: true).joined(separator: "\n") == """
        Name:         nightly
        Namespace:    lab
        Labels:       a=b
        Annotations:  <none>
        API Version:  lab.example.org/v1
        Kind:         CronTab
        Metadata:
          UID:  7
        Spec:
          Cron Spec:  * * * * 5
          Ports:
            Port:  80
            Port:  81
          Steps:
            one
            two
        Events:  <none>
        """)
  }

  @Test(arguments: [
    ("cronSpec", "Cron Spec"), ("apiVersion", "API Version"), ("uid", "UID"), ("a.b/c", "a.b/c"),
    ("lastTransitionTime", "Last Transition Time"), ("hostURL", "Host URL"),
  ]) func a_label_is_the_words_of_a_name(_ name: String, _ label: String) {
    #expect(DescribeUnstructured.label(name) == label)
  }
}
