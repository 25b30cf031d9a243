import Glibc
import Platform
import Testing

@testable import Workloads

@Suite struct PostgreSQLServerTests {
  @Test func a_client_reads_changes_and_hears_of_changes() throws {
    try withServer { server, _ in
      let reader = try PostgreSQLClient(target(server))
      let writer = try PostgreSQLClient(target(server))
      #expect(try reader.query("select name from patients order by id").rows.count == 10)
      _ = try reader.query("listen changes")

      let answer = try writer.query(
        "update bills set date_paid = current_date where id = $1 returning date_paid", ["1"])

      #expect(answer.tag == "UPDATE 1")
      #expect(answer.rows == [[String(WallTime.now().rfc3339.prefix(10))]])
      #expect(writer.notices == [.warning("Changes!")])
      #expect(
        try reader.nextNotification(within: .seconds(5))
          == PostgreSQLNotification(channel: "changes", payload: ""))
    }
  }

  @Test func what_was_acknowledged_survives_a_server_that_is_killed() async throws {
    let folder = try Files.makeTemporaryDirectory(prefix: "trestle-workloads-")
    defer { try? Files.remove(folder) }
    let path = folder + "/portal.db"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let server = try portalServer(path: path)
      let client = try PostgreSQLClient(target(server))
      _ = try client.query("insert into doctors (name) values ('Eve Moneypenny')")
      kill(getpid(), SIGKILL)
    }
    let next = try portalServer(path: path)
    defer { next.stop() }
    let rows = try PostgreSQLClient(target(next)).query(
      "select id, name from doctors where id > 6"
    ).rows
    #expect(rows == [["7", "Eve Moneypenny"]])
  }

  @Test func a_rolled_back_change_is_neither_kept_nor_announced() throws {
    try withServer { server, _ in
      let listener = try PostgreSQLClient(target(server))
      _ = try listener.query("listen changes")
      let client = try PostgreSQLClient(target(server))
      _ = try client.query("begin")
      _ = try client.query("delete from bills")
      _ = try client.query("rollback")
      #expect(try client.query("select count(*) from bills").rows == [["1"]])
      // A later message proves that nothing was before it.
      _ = try client.query("notify changes, 'end'")
      #expect(try listener.nextNotification(within: .seconds(5))?.payload == "end")
    }
  }

  @Test(arguments: [
    ("select * from nowhere", "42P01"), ("select nope from bills", "42703"), ("selec 1", "42601"),
    ("select 1 1 1", "42601"), ("insert into bills (patient_id) values (99)", "23503"),
    ("insert into bills (id, patient_id) values (1, 1)", "23505"),
    ("insert into doctors (phone) values ('1')", "23502"),
    ("update bills set date_paid = 'someday'", "22007"), ("select frobnicate()", "42883"),
    ("update bills set amount = 'much'", "22P02"), ("create table bills (id int)", "42P07"),
    ("copy bills to stdout", "0A000"), ("show nothing", "42704"),
  ])
  func errors_have_postgresql_codes(_ sql: String, _ code: String) throws {
    try withServer { server, _ in
      let client = try PostgreSQLClient(target(server))
      let error = #expect(throws: PostgreSQLError.self) { try client.query(sql) }
      #expect(error?.code == code, "\(error.map { "\($0)" } ?? "")")
      #expect(try client.query("select 1").rows == [["1"]])
    }
  }

  @Test func a_wrong_password_is_refused_by_name() throws {
    try withServer { server, _ in
      var wrong = target(server)
      wrong.password = "guess"
      let error = #expect(throws: PostgreSQLError.self) { _ = try PostgreSQLClient(wrong) }
      #expect(error?.code == "28P01")
    }
  }

  @Test func nobody_there_is_told_with_the_place() {
    let error = #expect(throws: PostgreSQLError.self) {
      _ = try PostgreSQLClient(
        PostgreSQLClient.Target(
          host: "127.0.0.1", port: 1, user: "u", password: "p", database: "d"))
    }
    #expect(error?.code == "08001")
    #expect(error?.message.contains("127.0.0.1:1") == true)
  }

  @Test func deleted_rows_stay_deleted_when_the_server_starts_again() throws {
    try withServer { server, path in
      let client = try PostgreSQLClient(target(server))
      _ = try client.query("truncate bills")
      let next = try portalServer(path: path)
      defer { next.stop() }
      #expect(
        try PostgreSQLClient(target(next)).query("select count(*) from bills").rows == [["0"]])
    }
  }
}

@Suite(.enabled(if: Files.isExecutable("/usr/bin/psql"), "psql is not installed"))
struct PsqlTests {
  @Test func tables_are_listed() throws {
    let output = try psql("\\dt")
    #expect(output.contains("public|appointment_requests|table|patient_portal"))
    #expect(output.split(separator: "\n").count == 5)
  }

  @Test func a_table_is_described_with_its_keys_and_triggers() throws {
    #expect(
      try psql("\\d bills", "-XA") == """
        Table "public.bills"
        Column|Type|Collation|Nullable|Default
        id|integer||not null|nextval('bills_id_seq'::regclass)
        patient_id|integer||not null|
        summary|character varying|||
        amount|integer||not null|0
        date_paid|date|||
        Indexes:
            "bills_pkey" PRIMARY KEY, btree (id)
        Foreign-key constraints:
            "bills_patient_id_fkey" FOREIGN KEY (patient_id) REFERENCES patients(id)
        Triggers:
            bills_changes AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.bills FOR EACH \
        STATEMENT EXECUTE FUNCTION changes()

        """)
  }

  @Test func databases_and_roles_are_listed() throws {
    #expect(try psql("\\l").contains("patient_portal|patient_portal|UTF8"))
    #expect(try psql("\\du") == "patient_portal||{}\n")
  }

  @Test func a_script_runs_to_its_end() throws {
    let output = try psql(
      """
      create table t (id serial primary key, word varchar(5), day date default '2026-05-06');
      insert into t (word) values ('one'), ('two') returning id;
      select id, word, day + 1 as next from t where word ~ '^t';
      drop table t;
      """)
    #expect(
      output == """
        CREATE TABLE
        1
        2
        INSERT 0 2
        2|two|2026-05-07
        DROP TABLE

        """)
  }

  private func psql(_ script: String, _ options: String = "-XAt") throws -> String {
    try withServer { server, path in
      try Files.write(path + ".sql", Array(script.utf8))
      let launch = ProcessLaunch(
        "/usr/bin/psql",
        [
          options, "-h", "127.0.0.1", "-p", "\(server.port)", "-U", "patient_portal", "-f",
          path + ".sql",
        ],
        environment: ["PGPASSWORD": "secret", "PGDATABASE": "patient_portal", "PATH": "/usr/bin"])
      return String(decoding: try launch.run(timeout: .seconds(20)).output, as: UTF8.self)
    }
  }
}
