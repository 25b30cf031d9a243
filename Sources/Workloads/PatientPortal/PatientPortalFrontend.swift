import HTTP

/// The patient portal's web pages: reads the database for every page, and pays bills through the
/// payment processor.
enum PatientPortalFrontend {
  @Sendable static func run(_ arguments: [String]) async throws {
    let environment = WorkloadEnvironment.current
    let target = databaseTarget(environment)
    let feed = ChangeFeed(target: target)
    try feed.start()
    defer { feed.stop() }
    let application = PortalApplication(
      store: PortalStore(target: target), feed: feed, processor: processor(environment),
      log: WebWorkload.print)
    try await WebWorkload.run(
      host: environment["HTTP_HOST"] ?? "0.0.0.0",
      port: environment.port ?? environment.number("HTTP_PORT") ?? 8080,
      handler: application.respond)
  }

  static func databaseTarget(_ environment: WorkloadEnvironment) -> PostgreSQLClient.Target {
    PostgreSQLClient.Target(
      host: environment["DATABASE_SERVICE_HOST"] ?? "localhost",
      port: environment.number("DATABASE_SERVICE_PORT") ?? 5432,
      user: PatientPortalSchema.user, password: PatientPortalSchema.password,
      database: PatientPortalSchema.database)
  }

  static func processor(_ environment: WorkloadEnvironment) -> Endpoint {
    .tcp(
      host: environment["PAYMENT_PROCESSOR_SERVICE_HOST"] ?? "payment-processor",
      port: environment.number("PAYMENT_PROCESSOR_SERVICE_PORT") ?? 8080)
  }
}
