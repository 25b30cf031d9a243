import Platform

/// Measures tracks of trivial commands beside the tools that run commands and compare what they
/// print, or wait for it, on one terminal: cram and Expect. Either is left out when it is missing.
extension Bench {
  static func steps(_ arguments: Arguments) async throws {
    let folder = try Files.makeTemporaryDirectory()
    defer { try? Files.remove(folder) }
    let count = 200
    let bash = "\(folder)/script.sh"
    try Files.write(bash, text: Trivial.script(count))
    let plain = try await repeated(arguments.runs) { try await wall(["/bin/bash", bash]) }
    row("\(count) commands in a bash", plain, nil)
    let beside = ("bash", median(plain))
    if let cram = installed("cram3", "cram") {
      let file = "\(folder)/commands.t"
      try Files.write(file, text: Trivial.cram(count))
      row(
        "… with cram", try await repeated(arguments.runs) { try await wall([cram, file]) }, beside)
    }
    if let expect = installed("expect") {
      let file = "\(folder)/commands.exp"
      try Files.write(file, text: Trivial.expect(count))
      row(
        "… with Expect on a terminal",
        try await repeated(arguments.runs) { try await wall([expect, "-f", file]) }, beside)
    }
    var whole: [Int: Double] = [:]
    for steps in [1, count, 1000] {
      let page = "\(folder)/steps-\(steps).md"
      try Files.write(page, text: Trivial.page(steps))
      var times: [Double] = []
      var most = 0
      for _ in 0..<(steps > count ? 3 : arguments.runs) {
        let (seconds, memory) = try await watched([arguments.trestle, "test", page])
        times.append(seconds)
        most = max(most, memory)
      }
      row("… as a track of \(steps) steps", times, beside)
      whole[steps] = median(times)
      // A run that is over before anybody has looked is not measured.
      if most > 0 { print("  at most \(most >> 20) MB") }
    }
    // What starts and ends a track is in the one of a single step.
    if let one = whole[1], let all = whole[count] {
      row("… each of its steps, over bash", [(all - one - median(plain)) / Double(count - 1)], nil)
    }
  }

  /// The first of the programs that is found in PATH.
  private static func installed(_ names: String...) -> String? {
    let folders = (Environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return names.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first(where: Files.isExecutable)
  }
}

/// A command that does nothing but print, many times, in the form of each tool.
private enum Trivial {
  static func script(_ count: Int) -> String {
    (1...count).map { "echo step \($0)\n" }.joined()
  }

  static func cram(_ count: Int) -> String {
    (1...count).map { "  $ echo step \($0)\n  step \($0)\n" }.joined()
  }

  static func expect(_ count: Int) -> String {
    "log_user 0\nset timeout 10\n"
      + "spawn env PS1=ready> bash --norc --noprofile --noediting\n" + wait("ready>")
      + (1...count).map { number in
        "send \"echo step \(number)\\r\"\n" + wait("\\nstep \(number)\\r\\nready>")
      }.joined()
  }

  private static func wait(_ expression: String) -> String {
    "expect -re {\(expression)} {} timeout { exit 1 }\n"
  }

  static func page(_ count: Int) -> String {
    "# Trivial\n"
      + (1...count).map { number in
        "\n```sh\necho step \(number)\n```\n\nExpected output:\n\n```\nstep \(number)\n```\n"
      }.joined()
  }
}
