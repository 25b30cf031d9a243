import Platform

/// The patient portal's database: a PostgreSQL server whose file lies in the container's
/// `/var/lib/pgsql/data`, so that it outlives the process.
enum PatientPortalDatabase {
  @Sendable static func run(_ arguments: [String]) async throws {
    let environment = WorkloadEnvironment.current
    let directory = environment.root + "/var/lib/pgsql/data"
    try Files.makeDirectory(directory)
    let server = try PostgreSQLServer(
      configuration(environment, path: directory + "/portal.db", port: environment.port ?? 5432))
    log("LOG:  starting PostgreSQL 13.7 protocol server on SQLite")
    log("LOG:  listening on IPv4 address \"0.0.0.0\", port \(server.port)")
    log("LOG:  database system is ready to accept connections")
    for await signal in try Signals.stream(Signals.requestsToEnd) {
      log("LOG:  received \(signal == .interrupt ? "fast" : "smart") shutdown request")
      break
    }
    server.stop()
    log("LOG:  database system is shut down")
  }

  /// The server's configuration, with what the environment of either image flavour says.
  static func configuration(
    _ environment: WorkloadEnvironment, path: String, address: String = "0.0.0.0", port: Int
  ) -> PostgreSQLServer.Configuration {
    PostgreSQLServer.Configuration(
      user: environment["POSTGRES_USER"] ?? environment["POSTGRESQL_USER"]
        ?? PatientPortalSchema.user,
      password: environment["POSTGRES_PASSWORD"] ?? environment["POSTGRESQL_PASSWORD"]
        ?? PatientPortalSchema.password,
      database: environment["POSTGRES_DB"] ?? environment["POSTGRESQL_DATABASE"]
        ?? PatientPortalSchema.database,
      path: path, address: address, port: port, schema: PatientPortalSchema.sql,
      watched: Set(PatientPortalSchema.tables), log: log)
  }

  @Sendable private static func log(_ line: String) {
    let now = WallTime.now().rfc3339
    let stamp = now.prefix(10) + " " + now.dropFirst(11).prefix(8)
    try? StandardStream.error.writeAll("\(stamp).000 UTC [1] \(line)\n")
  }
}
