/// Measures how long judging an output takes: outputs as labs have them, the same, with other
/// values, and with one true difference, beside comparing the bytes alone. The processor's time is
/// measured, which a shared machine does not change much. An argument names the output to measure;
/// `other` behind it measures only the comparison with other values, as a profiler wants it.
import Glibc
import Transcripts

@main
struct ComparisonBench {
  static let runs = 9

  static func main() {
    print("µs of the processor for one comparison, the median of \(runs) runs")
    print(
      "output".padded(30), "the same".padded(12), "other values".padded(14),
      "one difference".padded(16),
      "bytes alone")
    let word = CommandLine.arguments.dropFirst().first ?? ""
    if CommandLine.arguments.dropFirst(2).first == "other" {
      for output in Output.all where output.name.contains(word) {
        let other = time(output.text(.first), output.text(.second), .similar)
        print(output.name.padded(43), tenths(other))
      }
      return
    }
    for output in Output.all where word.isEmpty || output.name.contains(word) { measure(output) }
  }

  static func measure(_ output: Output) {
    let expected = output.text(.first)
    let same = time(expected, expected, .exact)
    let other = time(expected, output.text(.second), .similar)
    let wrong = time(expected, output.text(.wrong), .different)
    let copy = output.text(.first)
    let bytes = median { precondition(expected.utf8.elementsEqual(copy.utf8)) }
    print(
      output.name.padded(30), tenths(same).padded(12), tenths(other).padded(14),
      tenths(wrong).padded(16), tenths(bytes))
  }

  static func time(_ expected: String, _ actual: String, _ verdict: Verdict) -> Double {
    median {
      let found = Comparison.compare(expected: expected, actual: actual).verdict
      precondition(found == verdict, "expected \(verdict), got \(found)")
    }
  }

  /// Microseconds: the median over runs of enough repetitions to be measured.
  static func median(_ work: () -> Void) -> Double {
    work()
    var repetitions = 1
    while true {
      let time = spent { for _ in 0..<repetitions { work() } }
      if time >= 20_000 { break }
      repetitions *= 4
    }
    let times = (0..<runs).map { _ in
      spent { for _ in 0..<repetitions { work() } } / Double(repetitions)
    }
    return times.sorted()[runs / 2]
  }

  /// The processor's time for some work, in microseconds: `clock(3)`.
  static func spent(_ work: () -> Void) -> Double {
    let start = clock()
    work()
    return Double(clock() - start) * 1e6 / Double(CLOCKS_PER_SEC)
  }

  static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

/// An output in three forms: as the author saw it, on another day, and wrong in one place.
struct Output: Sendable {
  enum Form: Int { case first, second, wrong }

  let name: String
  let text: @Sendable (Form) -> String

  static let all = [steps, log, table, service]

  /// Ten lines of one step, as a lab's pages have them.
  static let steps = Output(name: "10 lines of a step") { form in
    let pod = form == .first ? "web-78f45d5fd-xtlhh" : "web-5d9c6b8f7b-8kq2z"
    let state = form == .wrong ? "failed" : "ready"
    return """
      namespace/shop created
      deployment.apps/web created
      service/web exposed
      pod/\(pod) condition met
      web listens on \(form == .first ? "10.244.0.17" : "10.128.2.31"):8080
      started at \(form == .first ? "2023-05-11T04:55:07Z" : "2026-11-21T09:00:00Z")
      the console is at https://web.apps.\(form == .first ? "azhnz6tm" : "k3m9pq2w").example.com/
      Skupper is enabled for namespace "shop" in interior mode
      Token written to \(form == .first ? "/home/ada" : "/root")/east.token
      web is \(state) after \(form == .first ? "10s" : "3m54s")
      """
  }

  /// A hundred lines of a log, each with its time.
  static let log = Output(name: "100 lines of a log") { form in
    (0..<100).map { line in
      let day = form == .first ? "2023-05-11T04:55:" : "2026-11-21T09:00:"
      let second = line % 50 + 10
      let port = form == .wrong && line == 90 ? 9090 : 8080
      return "\(day)\(second).123Z INFO  web: request \(line) of shop on port \(port) took"
        + " \(form == .first ? 12 : 7 + line)ms"
    }.joined(separator: "\n")
  }

  /// A table of thirty pods of ten deployments.
  static let table = Output(name: "a table of 30 rows") { form in
    let letters = Array("bcdfghjklmnpqrstvwxz2456789")
    let hash = form == .first ? "78f45d5fd" : "5d9c6b8f7b"
    let rows = (0..<30).map { row in
      let suffix = String([letters[row % 27], letters[row / 3], letters[26 - row % 27]])
      let status = form == .wrong && row == 20 ? "Error" : "Running"
      return "app\(row / 3)-\(hash)-xt\(suffix)   1/1     \(status)   0          \(row + 5)m"
    }
    return (["NAME   READY   STATUS   RESTARTS   AGE"] + rows).joined(separator: "\n")
  }

  /// An object of a site as YAML.
  static let service = Output(name: "an object of 20 lines") { form in
    """
    apiVersion: v1
    kind: Service
    metadata:
      creationTimestamp: "\(form == .first ? "2023-05-11T04:55:07Z" : "2026-11-21T09:00:00Z")"
      labels:
        app: web
      name: web
      namespace: shop
      resourceVersion: "\(form == .first ? 104_437 : 812)"
      uid: \(form == .first ? "6a1c8f02-7b3d-4e95-a0c2-91d4f7e8b365" : "f2e07d9a-1c84-43b6-95fe-0a7b3c6d8e21")
    spec:
      clusterIP: \(form == .first ? "10.104.33.180" : "10.98.201.14")
      ports:
      - name: http
        port: \(form == .wrong ? 9090 : 8080)
        protocol: TCP
        targetPort: 8080
      selector:
        app: web
      type: ClusterIP
    """
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
