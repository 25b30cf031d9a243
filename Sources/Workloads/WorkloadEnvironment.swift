import Platform

/// What a workload is told by its container's environment.
package struct WorkloadEnvironment: Sendable {
  private let variables: [String: String]

  package init(_ variables: [String: String]) { self.variables = variables }

  /// The environment of this process.
  package static var current: WorkloadEnvironment {
    WorkloadEnvironment(Environment.all)
  }

  /// A variable's value; an empty one counts as none.
  package subscript(name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }

  /// A variable's value as a number.
  package func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

  /// The folder that stands for the container's `/`.
  package var root: String { self["TRESTLE_ROOT"] ?? "." }

  /// A port that is not the program's usual one.
  package var port: Int? { number("TRESTLE_PORT") }

  /// The pod's name.
  package var hostName: String { self["HOSTNAME"] ?? "localhost" }
}
