import Documents
import Kubernetes
import Platform
import Testing

@testable import Sites

/// Types that an author adds to a site, used with the unmodified kubectl.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CustomTypeTests {
  private static let definition: Value = [
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": ["name": "gardens.lab.example.org"],
    "spec": [
      "group": "lab.example.org", "scope": "Namespaced",
      "names": ["plural": "gardens", "kind": "Garden", "shortNames": ["gd"]],
      "versions": [
        [
          "name": "v1alpha1", "served": true, "storage": true,
          "subresources": [
            "status": [:],
            "scale": [
              "specReplicasPath": ".spec.beds", "statusReplicasPath": ".status.beds",
            ],
          ],
          "additionalPrinterColumns": [
            ["name": "Beds", "type": "integer", "jsonPath": ".spec.beds"],
            ["name": "Phase", "type": "string", "jsonPath": ".status.phase"],
            ["name": "Owner", "type": "string", "jsonPath": ".spec.owner", "priority": 1],
          ],
          "schema": [
            "openAPIV3Schema": [
              "type": "object", "required": ["spec"],
              "properties": [
                "spec": [
                  "type": "object", "required": ["beds"],
                  "properties": [
                    "beds": ["type": "integer", "minimum": 1, "description": "How many."],
                    "owner": ["type": "string", "default": "everybody"],
                  ],
                ],
                "status": ["type": "object", "properties": ["phase": ["type": "string"]]],
              ],
            ]
          ],
        ],
        [
          "name": "v1", "served": true, "storage": false,
          "schema": [
            "openAPIV3Schema": [
              "type": "object", "x-kubernetes-preserve-unknown-fields": true,
            ]
          ],
        ],
      ],
    ],
  ]

  private static func garden(_ name: String, _ spec: Value) -> Value {
    [
      "apiVersion": "lab.example.org/v1alpha1", "kind": "Garden",
      "metadata": ["name": Value(name)], "spec": spec,
    ]
  }

  /// What kubectl prints, both streams, with its exit status when that is not 0.
  private static func kubectl(
    _ bench: SiteBench, _ words: String, more: [String] = [], _ input: Value? = nil
  ) async throws -> String {
    var arguments = words.split(separator: " ").map(String.init) + more
    if let input {
      let file = "\(bench.directory)/input.json"
      try Files.write(file, text: input.json())
      arguments += ["-f", file]
    }
    let program = try #require(Kubectl.program)
    var environment = try bench.hostEnvironment()
    environment["HOME"] = bench.directory
    let launch = ProcessLaunch(
      "/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>&1", program] + arguments, environment: environment)
    let result = try await apart { try launch.run(timeout: .seconds(30)) }
    let text = String(decoding: result.output, as: UTF8.self)
    return result.status.shellCode == 0 ? text : "\(text)[\(result.status.shellCode)]"
  }

  @Test(.enabled(if: Kubectl.program != nil, "kubectl is not installed"))
  func an_author_adds_a_type_uses_it_and_takes_it_away() async throws {
    try await SiteBench.run(platform: false) { bench in
      func says(
        _ words: String, _ input: Value? = nil, more: [String] = [], prints expected: String
      ) async throws {
        let text = try await Self.kubectl(bench, words, more: more, input)
        #expect(text == expected, "kubectl \(words)")
      }
      try await says(
        "get gardens",
        prints: "error: the server doesn't have a resource type \"gardens\"\n[1]")
      try await says(
        "apply", Self.definition,
        prints: "customresourcedefinition.apiextensions.k8s.io/gardens.lab.example.org created\n")
      try await says(
        "wait crd/gardens.lab.example.org --for condition=Established",
        prints:
          "customresourcedefinition.apiextensions.k8s.io/gardens.lab.example.org condition met\n")
      let kinds = try await Self.kubectl(
        bench, "api-resources --api-group lab.example.org --no-headers")
      #expect(
        kinds.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
          == "gardens gd lab.example.org/v1 true Garden\n")

      let refused = try await Self.kubectl(bench, "create", Self.garden("a", ["beds": 0]))
      #expect(
        refused.hasPrefix(
          "The Garden \"a\" is invalid: spec.beds: Invalid value: 0: spec.beds in body should be "
            + "greater than or equal to 1"), "\(refused)")
      let strict = try await Self.kubectl(
        bench, "create", Self.garden("a", ["beds": 2, "roses": true]))
      #expect(
        strict.contains("strict decoding error: unknown field \"spec.roses\""), "\(strict)")
      try await says(
        "apply", Self.garden("a", ["beds": 2]), prints: "garden.lab.example.org/a created\n")
      try await says(
        "apply", Self.garden("a", ["beds": 2]), prints: "garden.lab.example.org/a unchanged\n")
      try await says(
        "patch gardens.v1alpha1.lab.example.org a --type merge --subresource status -p",
        more: [#"{"status":{"phase":"Green"}}"#],
        prints: "garden.lab.example.org/a patched\n")
      try await says(
        "get gardens.v1alpha1.lab.example.org -o wide",
        prints: "NAME   BEDS   PHASE   OWNER\na      2      Green   everybody\n")
      try await says(
        "scale gardens.v1alpha1.lab.example.org a --replicas 5",
        prints: "garden.lab.example.org/a scaled\n")
      try await says("get gd a -o jsonpath={.spec.beds}", prints: "5")
      try await says("get gd a -o jsonpath={.apiVersion}", prints: "lab.example.org/v1")
      try await says(
        "patch gd a -p {}",
        prints:
          "error: application/strategic-merge-patch+json is not supported by lab.example.org/v1, "
          + "Kind=Garden: the body of the request was in an unknown format - accepted media types "
          + "include: application/json-patch+json, application/merge-patch+json, "
          + "application/apply-patch+yaml\n[1]")

      let again = try await bench.restarted()
      try await { bench in
        let text = try await Self.kubectl(bench, "get gd -o name")
        #expect(text == "garden.lab.example.org/a\n", "objects outlive the process")
        let gone = try await Self.kubectl(bench, "delete crd gardens.lab.example.org")
        #expect(
          gone == "customresourcedefinition.apiextensions.k8s.io \"gardens.lab.example.org\" "
            + "deleted\n")
        let missing = try await Self.kubectl(bench, "get --raw /apis/lab.example.org/v1/gardens")
        #expect(missing.contains("NotFound"), "\(missing)")
        let made = try await Self.kubectl(bench, "apply", Self.definition)
        #expect(made.hasSuffix("created\n"))
        let established = try await Self.kubectl(
          bench, "wait crd/gardens.lab.example.org --for condition=Established")
        #expect(established.hasSuffix("condition met\n"))
        let empty = try await Self.kubectl(bench, "get gd")
        #expect(empty == "No resources found in lab namespace.\n", "the objects went with it")
      }(again)
      await again.site.stop(within: .milliseconds(200))
    }
  }
}
