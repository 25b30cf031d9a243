import Documents
import Testing

@testable import Kubernetes

@Suite struct ProtobufTests {
  @Test func an_object_is_read_from_its_binary_form() throws {
    let container =
      field(1, "web") + field(2, "image") + field(6, number(3, 8080) + field(4, "TCP"))
    let template =
      field(1, field(11, field(1, "app") + field(2, "web"))) + field(2, field(2, container))
    let spec = number(1, 0) + field(3, template) + field(4, [])
    let object = field(1, field(1, "web") + field(8, [])) + field(2, spec)
    let document = try ProtobufObject.decode(envelope("apps/v1", "Deployment", object))
    #expect(
      document == [
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"],
        "spec": [
          "replicas": 0,
          "template": [
            "metadata": ["labels": ["app": "web"]],
            "spec": [
              "containers": [
                [
                  "name": "web", "image": "image",
                  "ports": [["containerPort": 8080, "protocol": "TCP"]],
                ]
              ]
            ],
          ],
        ],
      ])
  }

  @Test func bytes_of_a_secret_become_base64() throws {
    let object = field(1, field(1, "s")) + field(2, field(1, "key") + field(2, "hello"))
    let document = try ProtobufObject.decode(envelope("v1", "Secret", object))
    #expect(document["data", "key"] == "aGVsbG8=")
  }

  @Test func a_port_may_be_a_number_or_a_name() throws {
    func target(_ bytes: [UInt8]) throws -> Value? {
      let object = field(2, field(1, number(3, 80) + field(4, bytes)))
      return try ProtobufObject.decode(envelope("v1", "Service", object))[
        "spec", "ports"]?[0]?["targetPort"]
    }
    #expect(try target(number(1, 0) + number(2, 8080)) == 8080)
    #expect(try target(number(1, 1) + field(3, "http")) == "http")
  }

  @Test func a_kind_that_is_not_known_is_an_unsupported_form() {
    #expect(throws: StatusError.unsupportedMediaType(["application/json", "application/yaml"])) {
      try ProtobufObject.decode(envelope("v1", "Gizmo", []))
    }
  }

  @Test(
    arguments: [[], [0x6B], [0x6B, 0x38, 0x73, 0x00, 0x12, 0xFF], [1, 2, 3, 4, 5]] as [[UInt8]])
  func broken_bytes_are_refused(bytes: [UInt8]) {
    #expect(throws: StatusError.self) { try ProtobufObject.decode(bytes) }
  }

  private func envelope(_ version: String, _ kind: String, _ raw: [UInt8]) -> [UInt8] {
    [0x6B, 0x38, 0x73, 0x00] + field(1, field(1, version) + field(2, kind)) + field(2, raw)
  }

  private func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  private func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    variable(number << 3 | 2) + variable(bytes.count) + bytes
  }

  private func number(_ number: Int, _ value: Int) -> [UInt8] {
    variable(number << 3) + variable(value)
  }

  private func variable(_ value: Int) -> [UInt8] {
    var rest = UInt64(value)
    var bytes: [UInt8] = []
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes
  }
}
