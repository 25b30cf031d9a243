import Documents
import HTTP
import Kubernetes
import Platform
import Testing

@testable import Workloads

@Suite struct PatientPortalTests {
  @Test func without_a_database_the_home_page_is_there_and_its_lists_are_empty() async throws {
    let portal = application(databasePort: 1)
    let page = await portal.respond(to: HTTPRequest("GET", "/"))
    #expect(page.status == 200)
    #expect(text(page).contains("Log in as a patient:"))
    #expect(text(page).contains("database cannot be reached"))
    #expect(!text(page).contains("<li>"))
    #expect(await portal.respond(to: HTTPRequest("GET", "/api/data")).status == 500)
    #expect(await portal.respond(to: HTTPRequest("GET", "/api/health")).status == 500)
  }

  @Test func a_database_that_appears_later_is_found_by_the_next_request() async throws {
    try await withPortal { portal, database in
      database.stop()
      let down = await portal.respond(to: HTTPRequest("GET", "/api/health"))
      #expect(down.status == 500)
      let again = try portalServer(path: database.path, port: database.port)
      defer { again.stop() }
      #expect(text(await portal.respond(to: HTTPRequest("GET", "/"))).contains("Angela Martin"))
    }
  }

  @Test func the_home_page_lists_ten_patients_and_six_doctors() async throws {
    try await withPortal { portal, _ in
      let page = text(await portal.respond(to: HTTPRequest("GET", "/")))
      #expect(page.split(separator: "<a href=\"/patient?id=").count == 11)
      #expect(page.split(separator: "<a href=\"/doctor?id=").count == 7)
      #expect(page.contains("<a href=\"/patient?id=1\">Angela Martin</a>"))
    }
  }

  @Test func data_are_given_by_table_and_row_number() async throws {
    try await withPortal { portal, _ in
      let body = text(await portal.respond(to: HTTPRequest("GET", "/api/data")))
      let data = try JSON.parse(body)
      #expect(data["bills", "1", "summary"]?.string == "Knee surgery")
      #expect(data["bills", "1", "amount"]?.integer == 50)
      #expect(data["bills", "1", "date_paid"] == .null)
      #expect(data["patients"]?.object?.count == 10)
      #expect(data["appointments"]?.object?.count == 0)
      #expect(body.contains("\n    \"1\": {\n      \"id\": 1,\n"))
    }
  }

  @Test func a_payment_records_today_and_every_page_is_told() async throws {
    try await withPortal { portal, _ in
      var changes = portal.feed.changes().makeAsyncIterator()
      let answer = await portal.respond(
        to: HTTPRequest("POST", "/api/bill/pay", body: Array("{\"bill\": 1}".utf8)))
      #expect(text(answer) == "{\"error\": null}")
      #expect(await changes.next() != nil)
      let bills = await portal.respond(to: HTTPRequest("GET", target: "/patient?id=1&tab=bills"))
      #expect(text(bills).contains("<td>\(WallTime.now().rfc3339.prefix(10))</td>"))
    }
  }

  @Test func a_form_pays_without_a_script_and_leads_back_to_the_bills() async throws {
    try await withPortal { portal, _ in
      let form = "bill=1&next=%2Fpatient%3Fid%3D1%26tab%3Dbills"
      let answer = await portal.respond(
        to: HTTPRequest("POST", "/bill/pay", body: Array(form.utf8)))
      #expect(answer.status == 303)
      #expect(answer.headers["Location"] == "/patient?id=1&tab=bills")
      let paid = try await paidDate(portal)
      #expect(paid?.string == String(WallTime.now().rfc3339.prefix(10)))
    }
  }

  @Test func a_form_never_leads_to_another_site() async throws {
    try await withPortal { portal, _ in
      let answer = await portal.respond(
        to: HTTPRequest("POST", "/bill/pay", body: Array("bill=1&next=//elsewhere.example".utf8)))
      #expect(answer.headers["Location"] == "/")
    }
  }

  @Test func a_processor_that_answers_500_leaves_the_bill_unpaid() async throws {
    try await withPortal(processor: { _ in HTTPResponse(status: 500, "no") }) { portal, _ in
      let answer = await portal.respond(
        to: HTTPRequest("POST", "/api/bill/pay", body: Array("{\"bill\": \"1\"}".utf8)))
      #expect(answer.status == 500)
      #expect(text(answer).contains("the payment processor answered 500"))
      let paid = try await paidDate(portal)
      #expect(paid == .null)
    }
  }

  @Test func without_a_processor_the_bill_stays_unpaid_and_the_form_says_why() async throws {
    try await withPortal { running, _ in
      let portal = PortalApplication(
        store: running.store, feed: running.feed, processor: .tcp(host: "127.0.0.1", port: 1),
        log: { _ in })
      let answer = await portal.respond(
        to: HTTPRequest(
          "POST", "/bill/pay", body: Array("bill=1&next=/patient?id=1".utf8)))
      let location = try #require(answer.headers["Location"])
      let page = await portal.respond(to: HTTPRequest("GET", target: location))
      #expect(text(page).contains("the payment processor cannot be reached"))
      let paid = try await paidDate(portal)
      #expect(paid == .null)
    }
  }

  @Test func a_request_becomes_an_appointment() async throws {
    try await withPortal { portal, _ in
      let request = "{\"patient\": 4, \"date\": \"2026-12-01\", \"time\": \"9:30\"}"
      _ = await portal.respond(
        to: HTTPRequest("POST", "/api/appointment-request/create", body: Array(request.utf8)))
      let open = text(await portal.respond(to: HTTPRequest("GET", target: "/doctor?id=2")))
      #expect(open.contains("<td>Kelly Kapoor</td><td>2026-12-01</td><td>09:30:00</td>"))
      let appointment =
        "{\"doctor\": 2, \"patient\": 4, \"request\": 1, \"date\": \"2026-12-02\", "
        + "\"time\": \"10:00\"}"
      let answer = await portal.respond(
        to: HTTPRequest("POST", "/api/appointment/create", body: Array(appointment.utf8)))
      #expect(text(answer) == "{\"error\": null}")
      let mine = await portal.respond(
        to: HTTPRequest("GET", target: "/patient?id=4&tab=appointments"))
      #expect(text(mine).contains("<td>Beverly Crusher</td><td>2026-12-02</td>"))
      let done = text(await portal.respond(to: HTTPRequest("GET", target: "/doctor?id=2")))
      #expect(!done.contains("Kelly Kapoor"))
    }
  }

  @Test(arguments: [
    ("GET", "/nowhere", 404), ("DELETE", "/api/data", 405), ("GET", "/api/bill/pay", 405),
    ("POST", "/", 405), ("GET", "/static/portal.css", 200), ("GET", "/bill/pay", 200),
  ])
  func paths_and_methods_are_answered_by_status(
    _ method: String, _ path: String, _ status: Int
  ) async {
    let portal = application(databasePort: 1)
    #expect(await portal.respond(to: HTTPRequest(method, path)).status == status)
  }

  @Test func names_with_markup_are_shown_as_they_are() async throws {
    try await withPortal { portal, database in
      _ = try PostgreSQLClient(target(port: database.port)).query(
        "insert into patients (name) values ($1)", ["<b>\"Bo\" & Co"])
      let page = text(await portal.respond(to: HTTPRequest("GET", "/")))
      #expect(page.contains("&lt;b&gt;&quot;Bo&quot; &amp; Co"))
    }
  }

  @Test func every_image_of_the_portal_has_a_program() {
    let commands = builtInImages.filter { $0.repository.contains("patient-portal") }.map(\.command)
    #expect(commands.count == 6)
    for command in commands {
      #expect(command.prefix(2) == ["@trestle", "workload"])
      #expect(WorkloadTable.programs[command[2]] != nil)
    }
    #expect(builtInImages.filter { $0.ports == [5432] }.count == 2)
  }
}

/// A database that a test may stop and start again.
private struct RunningDatabase: Sendable {
  let server: PostgreSQLServer
  let path: String
  var port: Int { server.port }
  func stop() { server.stop() }
}

private func application(databasePort: Int, processorPort: Int = 1) -> PortalApplication {
  let target = target(port: databasePort)
  return PortalApplication(
    store: PortalStore(target: target), feed: ChangeFeed(target: target),
    processor: .tcp(host: "127.0.0.1", port: processorPort), log: { _ in })
}

/// The three parts of the portal over loopback; the feed listens already.
private func withPortal(
  processor: @escaping HTTPServer.Handler = PatientPortalPaymentProcessor.handler(hostName: "p-1"),
  _ body: (PortalApplication, RunningDatabase) async throws -> Void
) async throws {
  let folder = try Files.makeTemporaryDirectory(prefix: "trestle-portal-")
  defer { try? Files.remove(folder) }
  let path = folder + "/portal.db"
  let server = try portalServer(path: path)
  defer { server.stop() }
  let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
  let web = Task {
    try await HTTPServer.run(on: .tcp(host: "127.0.0.1", port: 0), handler: processor) {
      continuation.yield($0)
    }
  }
  defer { web.cancel() }
  var iterator = ports.makeAsyncIterator()
  let processorPort = try #require(await iterator.next())
  let portal = application(databasePort: server.port, processorPort: processorPort)
  try portal.feed.start()
  defer { portal.feed.stop() }
  try await wait("the feed to listen") { server.connectionCount >= 1 }
  // The connection is counted before it listens: a message that comes back proves that it does.
  var changes = portal.feed.changes().makeAsyncIterator()
  let knocking = Task {
    let client = try PostgreSQLClient(target(server))
    while !Task.isCancelled {
      _ = try client.query("notify changes")
      try await Task.sleep(for: .milliseconds(20))
    }
  }
  _ = await changes.next()
  knocking.cancel()
  _ = try? await knocking.value
  try await body(portal, RunningDatabase(server: server, path: path))
}

private func wait(_ what: String, until isTrue: () -> Bool) async throws {
  let deadline = MonotonicTime.now() + .seconds(5)
  while !isTrue() {
    try #require(MonotonicTime.now() < deadline, "waited 5 seconds for \(what)")
    try await Task.sleep(for: .milliseconds(5))
  }
}

private func paidDate(_ portal: PortalApplication) async throws -> Value? {
  let answer = await portal.respond(to: HTTPRequest("GET", "/api/data"))
  return try JSON.parse(text(answer))["bills", "1", "date_paid"]
}

private func text(_ response: HTTPResponse) -> String {
  guard case .bytes(let bytes) = response.body else { return "" }
  return String(decoding: bytes, as: UTF8.self)
}
