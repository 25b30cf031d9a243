import Documents
import HTTP
import Kubernetes
import KubernetesClient

/// `logs`: what a pod's containers printed.
enum Logs {
  static let flags = [
    Flag("follow", "f", .bool, "Go on until the container ends."),
    Flag("container", "c", .text, "Which container."),
    Flag("previous", "p", .bool, "The run before the last restart."),
    Flag("tail", nil, .text, "Only so many last lines."),
    Flag("since", nil, .text, "Only the last 5s, 2m or 3h."),
    Flag("timestamps", nil, .bool, "With the time of each line."),
    Flag("all-containers", nil, .bool, "All containers, one after the other."),
    Flag("selector", "l", .text, "Pods whose labels match."),
    Flag("limit-bytes", nil, .text, "At most so many bytes."),
    Flag("prefix", nil, .bool, "Name pod and container on each line."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    let client = try call.client()
    for pod in try pods(call, client) {
      let containers = (pod["spec", "containers"]?.array ?? []).compactMap { $0["name"]?.string }
      let chosen: [String]
      if let name = call.flags["container"] ?? call.words.dropFirst().first {
        chosen = [name]
      } else if call.flags.isSet("all-containers") {
        chosen = containers
      } else {
        chosen = Array(containers.prefix(1))
        if containers.count > 1 {
          call.warn(
            "Defaulted container \"\(containers[0])\" out of: \(containers.joined(separator: ", "))"
          )
        }
      }
      for container in chosen { try show(call, client, pod, container) }
    }
  }

  private static func show(
    _ call: Call, _ client: KubernetesClient, _ pod: Value, _ container: String
  ) throws(CommandError) {
    var query: [HTTPRequest.QueryItem] = [.init("container", container)]
    for flag in ["follow", "previous", "timestamps"] where call.flags.isSet(flag) {
      query.append(.init(flag, "true"))
    }
    if let tail = try call.flags.integer("tail"), tail >= 0 {
      query.append(.init("tailLines", String(tail)))
    }
    if let bytes = try call.flags.integer("limit-bytes") {
      query.append(.init("limitBytes", String(bytes)))
    }
    if let since = call.flags["since"] {
      guard let seconds = Spans.seconds(since) else {
        throw CommandError(
          "invalid argument \"\(since)\" for \"--since\" flag: time: invalid duration \"\(since)\"")
      }
      query.append(.init("sinceSeconds", String(max(1, seconds))))
    }
    let path = ResourceType.pods.path(
      namespace: pod.namespace, name: pod.name, subresource: "log")
    let prefix =
      call.flags.isSet("prefix")
      ? Array("[pod/\(pod.name)/\(container)] ".utf8) : []
    var line = prefix
    try asking { () throws(ClientError) in
      try client.stream(path, query: query, accept: "*/*") { bytes in
        if prefix.isEmpty {
          call.printer.outBytes(bytes)
        } else {
          for byte in bytes {
            line.append(byte)
            if byte == 0x0A {
              call.printer.outBytes(line)
              line = prefix
            }
          }
        }
        return true
      }
    }
  }

  private static func pods(
    _ call: Call, _ client: KubernetesClient
  ) throws(CommandError) -> [Value] {
    if let selector = call.flags["selector"] {
      return try asking { () throws(ClientError) in
        try client.list(ResourceType.pods, labels: selector)
      }
    }
    guard let word = call.words.first else {
      throw CommandError(
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n"
          + "POD or TYPE/NAME is a required argument for the logs command", usage: true)
    }
    return [try PodTarget.pod(word, call).pod]
  }
}

/// Spans of time as commands take them.
enum Spans {
  /// `90s`, `2m30s`, `1h`, or a bare number of seconds.
  static func seconds(_ text: String) -> Int? {
    if let seconds = Int(text) { return seconds }
    var total = 0.0
    var digits = ""
    var unit = ""
    var found = false
    func take() -> Bool {
      guard !digits.isEmpty else { return unit.isEmpty }
      let factors = ["s": 1.0, "m": 60, "h": 3600, "ms": 0.001]
      guard let number = Double(digits), let factor = factors[unit] else { return false }
      total += number * factor
      found = true
      digits = ""
      unit = ""
      return true
    }
    for character in text {
      if character.isNumber || character == "." {
        if !unit.isEmpty, !take() { return nil }
        digits.append(character)
      } else {
        unit.append(character)
      }
    }
    return take() && found ? Int(total.rounded(.up)) : nil
  }
}
