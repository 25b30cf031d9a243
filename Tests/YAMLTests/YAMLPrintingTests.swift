import Documents
import Testing
import YAML

@Suite struct YAMLPrintingTests {
  @Test func prints_an_object_as_kubectl_does() {
    let secret: Value = [
      "kind": "Secret", "apiVersion": "v1",
      "metadata": [
        "name": "ba863cd9", "creationTimestamp": .null,
        "annotations": ["skupper.io/site-version": "1.3.0", "count": "3"],
        "labels": [:], "finalizers": [],
        "managed": [["manager": "kubectl", "time": "2023-05-13T04:50:57Z"], ["a"], [["b"]]],
      ],
      "data": ["ca.crt": "LS0t", "script": "#!/bin/sh\necho hi\n", "last": "a\nb"],
    ]
    #expect(
      secret.yaml() == """
        apiVersion: v1
        data:
          ca.crt: LS0t
          last: |-
            a
            b
          script: |
            #!/bin/sh
            echo hi
        kind: Secret
        metadata:
          annotations:
            count: "3"
            skupper.io/site-version: 1.3.0
          creationTimestamp: null
          finalizers: []
          labels: {}
          managed:
          - manager: kubectl
            time: "2023-05-13T04:50:57Z"
          - - a
          - - - b
          name: ba863cd9

        """)
  }

  @Test(arguments: [
    ("plain text", "plain text"), ("", "\"\""), ("true", "\"true\""), ("no", "\"no\""),
    ("y", "\"y\""), ("1", "\"1\""), ("1.5", "\"1.5\""), ("0x1f", "\"0x1f\""), ("1e3", "\"1e3\""),
    ("12:30", "\"12:30\""), ("~", "\"~\""), ("<<", "<<"), ("10.0.0.1", "10.0.0.1"),
    ("a: b", "'a: b'"), ("a #b", "'a #b'"), ("a:b", "a:b"), ("a#b", "a#b"), ("- a", "'- a'"),
    ("-a", "-a"), ("*", "'*'"), ("@x", "'@x'"), ("it's", "it's"), ("'x'", "'''x'''"),
    ("{a}", "'{a}'"), ("a, [b]", "a, [b]"), (" x", "' x'"), ("x ", "'x '"), ("a\tb", "\"a\\tb\""),
    ("?", "'?'"), ("-", "'-'"), ("%x", "'%x'"), ("é", "é"), ("🦀", "\"\\U0001F980\""),
    ("\u{1B}[0m", "\"\\e[0m\""), ("---", "'---'"), ("2023-05-13", "\"2023-05-13\""),
    ("a:", "'a:'"), ("key=value", "key=value"), ("\"q\"", "'\"q\"'"), ("C:\\x", "C:\\x"),
    ("a \nb", "\"a \\nb\""), ("a\n b\n", "|\n  a\n   b"), ("\n", "|2+\n"),
    (" a\nb", "|2-\n   a\n  b"),
    ("a\n\n", "|+\n  a\n"), ("a\nb\t", "\"a\\nb\\t\""),
  ])
  func quotes_only_where_needed(text: String, written: String) throws {
    let printed = (["k": .string(text)] as Value).yaml()
    #expect(printed == "k: \(written)\n")
    #expect(try YAML.parse(printed)["k"] == .string(text))
  }

  @Test func never_folds_a_long_line() {
    let line = Array(repeating: "word", count: 60).joined(separator: " ")
    #expect((["k": .string(line)] as Value).yaml() == "k: \(line)\n")
  }

  @Test func orders_names_with_their_numbers_unless_told_otherwise() {
    let document: Value = ["b": 1, "a10": 1, "a2": 1, "a-b": 1, "a.b": 1, "A": 1]
    #expect(document.yaml() == "A: 1\na-b: 1\na.b: 1\na2: 1\na10: 1\nb: 1\n")
    #expect(document.yaml(sortingKeys: false) == "b: 1\na10: 1\na2: 1\na-b: 1\na.b: 1\nA: 1\n")
  }

  @Test func prints_scalars_and_empty_documents() {
    #expect(Value.object([:]).yaml() == "{}\n")
    #expect(
      Value.array([1, "a", .null, 1.5, 1e300]).yaml() == "- 1\n- a\n- null\n- 1.5\n- 1e+300\n")
    #expect(Value.string("x").yaml() == "x\n")
  }

  @Test func writes_long_keys_so_that_they_can_be_read() throws {
    let document: Value = [.init(repeating: "k", count: 200): ["a": 1]]
    #expect(try YAML.parse(document.yaml()) == document)
  }
}
