import Platform
import Testing

@testable import Workloads

/// A patient portal's database in a folder of its own, for as long as the body takes.
@discardableResult
func withServer<Result>(
  _ body: (_ server: PostgreSQLServer, _ path: String) throws -> Result
) throws -> Result {
  let folder = try Files.makeTemporaryDirectory(prefix: "trestle-workloads-")
  defer { try? Files.remove(folder) }
  let path = folder + "/portal.db"
  let server = try portalServer(path: path)
  defer { server.stop() }
  return try body(server, path)
}

func portalServer(path: String, port: Int = 0) throws -> PostgreSQLServer {
  var configuration = PatientPortalDatabase.configuration(
    WorkloadEnvironment([:]), path: path, address: "127.0.0.1", port: port)
  configuration.log = { _ in }
  return try PostgreSQLServer(configuration)
}

/// Where a test's database is.
func target(_ server: PostgreSQLServer) -> PostgreSQLClient.Target {
  target(port: server.port)
}

func target(port: Int) -> PostgreSQLClient.Target {
  PostgreSQLClient.Target(
    host: "127.0.0.1", port: port, user: "patient_portal", password: "secret",
    database: "patient_portal", timeout: .seconds(5))
}
